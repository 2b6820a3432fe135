package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StableNamesTest {
    @ParameterizedTest
    @CsvSource({
        "com.acme.Cart$$Lambda$379.0x00007facbd297148, com.acme.Cart$$Lambda",
        "com.acme.Cart$$Lambda/0x00007facbd297148, com.acme.Cart$$Lambda",
        "com.acme.Cart$$Lambda+0x00007facbd29714a, com.acme.Cart$$Lambda",
        "com.acme.Cart$$Lambda$14, com.acme.Cart$$Lambda",
        "java.lang.invoke.LambdaForm$MH.0x00007facbd029000, java.lang.invoke.LambdaForm$MH",
        "jdk.internal.reflect.GeneratedMethodAccessor26, jdk.internal.reflect.GeneratedMethodAccessor",
        "jdk.internal.reflect.GeneratedConstructorAccessor3, jdk.internal.reflect.GeneratedConstructorAccessor",
        "jdk.proxy2.$Proxy17, jdk.proxy2.$Proxy",
        "$Proxy17, $Proxy",
        "libasyncProfiler-11823828936310626564.so, libasyncProfiler.so",
        "libzstd-jni-1.5.7-4-8412342341234.so, libzstd-jni-1.5.7-4.so"
    })
    void whatDiffersBetweenStartsIsLeftOut(String name, String stable) {
        assertThat(StableNames.ofClass(name)).isEqualTo(stable);
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.Cart$1",
        "com.acme.Base64",
        "com.acme.Lambda$14",
        "com.acme.A0x1f",
        "com.acme.Cafe",
        "libz.so.1.2.13",
        "libjvm.so",
        "''"
    })
    void otherNamesStayAsTheyAre(String name) {
        assertThat(StableNames.ofClass(name)).isEqualTo(name);
    }
}
