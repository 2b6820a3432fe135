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
        "$Proxy17, $Proxy"
    })
    void whatDiffersBetweenStartsIsLeftOut(String name, String stable) {
        assertThat(StableNames.ofClass(name)).isEqualTo(stable);
    }

    @ParameterizedTest
    @CsvSource({"com.acme.Cart$1", "com.acme.Base64", "com.acme.Lambda$14", "com.acme.A0x1f", "com.acme.Cafe", "''"})
    void otherNamesStayAsTheyAre(String name) {
        assertThat(StableNames.ofClass(name)).isEqualTo(name);
    }
}
