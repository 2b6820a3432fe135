package dev.stackhouse.collector.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over directories as the kernel shows them. */
class ContainerLimitsTest {
    private static final String UNIFIED = "31 23 0:27 %s /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw\n";
    private static final String FIRST = """
            33 32 0:28 %1$s /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
            34 32 0:29 %1$s /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            35 32 0:30 %1$s /sys/fs/cgroup/freezer rw - cgroup cgroup rw,freezer
            """;
    private static final String FIRST_GROUPS = """
            5:freezer:/docker/1
            4:memory:/docker/1
            3:cpu,cpuacct:/docker/1
            """;

    @TempDir
    Path root;

    @Test
    void theNarrowestLimitHolds() throws IOException {
        put("sys/fs/cgroup/pods/cpu.max", "300000 100000");
        put("sys/fs/cgroup/pods/memory.max", "1073741824");
        put("sys/fs/cgroup/pods/one/cpu.max", "max 100000");
        put("sys/fs/cgroup/pods/one/memory.max", "2147483648");

        ContainerLimits limits = ContainerLimits.of("0::/pods/one\n", UNIFIED.formatted("/"), root);

        assertThat(limits.cpuCores()).isEqualTo("3");
        assertThat(limits.memoryBytes()).isEqualTo(1_073_741_824);
    }

    @Test
    void aProcessMayUseTheCoresThatItsAffinityAndItsLimitLeave() throws IOException {
        assertThat(cores("0-7", "max 100000")).isEqualTo(8);
        assertThat(cores("0-7", "150000 100000")).isEqualTo(2);
        assertThat(cores("3", "150000 100000")).isEqualTo(1);
        assertThat(new ProcessFiles(root.resolve("proc/none")).cores()).isEqualTo(Integer.MAX_VALUE);
    }

    private int cores(String affinity, String cpuMax) throws IOException {
        put("proc/7/status", "Name:\tjava\nCpus_allowed_list:\t" + affinity + "\n");
        put("proc/7/cgroup", "0::/\n");
        put("proc/7/mountinfo", UNIFIED.formatted("/"));
        ProcessFiles process = new ProcessFiles(root.resolve("proc/7"));
        put(root.relativize(process.root()) + "/sys/fs/cgroup/cpu.max", cpuMax);
        return process.cores();
    }

    @Test
    void aGroupMayBeMountedAsTheWholeHierarchy() throws IOException {
        put("sys/fs/cgroup/cpu.max", "150000 100000");
        put("sys/fs/cgroup/memory.max", "max");

        ContainerLimits ofContainer = ContainerLimits.of("0::/pods/one\n", UNIFIED.formatted("/pods/one"), root);
        ContainerLimits ofNamespace = ContainerLimits.of("0::/\n", UNIFIED.formatted("/"), root);
        ContainerLimits outside = ContainerLimits.of("0::/../../other\n", UNIFIED.formatted("/"), root);

        assertThat(ofContainer.cpuCores()).isEqualTo("1.5");
        assertThat(ofContainer.memoryBytes()).isEqualTo(-1);
        assertThat(ofNamespace.cpuCores()).isEqualTo("1.5");
        assertThat(outside.cpuCores()).isEqualTo("1.5");
    }

    @Test
    void readsTheFirstVersion() throws IOException {
        put("sys/fs/cgroup/cpu,cpuacct/docker/1/cpu.cfs_quota_us", "50000\n");
        put("sys/fs/cgroup/cpu,cpuacct/docker/1/cpu.cfs_period_us", "100000\n");
        put("sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes", "536870912\n");
        put("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        ContainerLimits limits = ContainerLimits.of(FIRST_GROUPS, FIRST.formatted("/"), root);

        assertThat(limits.cpuCores()).isEqualTo("0.5");
        assertThat(limits.memoryBytes()).isEqualTo(536_870_912);
    }

    @Test
    void noQuotaIsNoLimit() throws IOException {
        put("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
        put("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
        put("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        ContainerLimits limits = ContainerLimits.of(FIRST_GROUPS, FIRST.formatted("/docker/1"), root);

        assertThat(limits.cpuCores()).isEmpty();
        assertThat(limits.memoryBytes()).isEqualTo(-1);
    }

    @Test
    void whatIsNotUnderstoodLimitsNothing() {
        for (String text : new String[] {"", "\n", "nonsense", "0::", "a:b:c\n - \n", "1 2 3 4 5 - cgroup2 x"}) {
            ContainerLimits limits = ContainerLimits.of(text, text, root);
            assertThat(limits.cpuCores()).isEmpty();
            assertThat(limits.memoryBytes()).isEqualTo(-1);
        }
    }

    @Test
    void readsThoseOfThisProcessWithoutFail() {
        ContainerLimits limits = new ProcessFiles(Paths.get("/proc/self")).limits(Paths.get("/"));

        assertThat(limits.memoryBytes()).isNotZero();
    }

    private void put(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
