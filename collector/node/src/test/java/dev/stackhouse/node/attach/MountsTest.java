package dev.stackhouse.node.attach;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MountsTest {
    private static final Mounts MOUNTS = Mounts.parse("""
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/root rw
            30 22 0:25 / /tmp rw,noexec master:3 - tmpfs tmpfs rw,size=64k
            31 22 0:26 / /var/tmp ro - tmpfs tmpfs rw
            32 22 0:27 / /data rw - ext4 /dev/sdb ro
            33 30 0:28 / /tmp/with\\040blank rw - tmpfs tmpfs rw
            """);

    @Test
    void aDirectoryIsOnTheMountThatIsNearest() {
        assertThat(MOUNTS.noExec("/tmp")).isTrue();
        assertThat(MOUNTS.noExec("/tmp/with blank/x")).isFalse();
        assertThat(MOUNTS.noExec("/tmpfoo")).isFalse();
    }

    @Test
    void aMountOrItsFileSystemMayBeReadOnly() {
        assertThat(MOUNTS.readOnly("/var/tmp/x")).isTrue();
        assertThat(MOUNTS.readOnly("/data")).isTrue();
        assertThat(MOUNTS.readOnly("/tmp")).isFalse();
    }
}
