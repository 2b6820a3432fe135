package dev.stackhouse.node.attach;

import dev.stackhouse.node.attach.AttachException.Reason;
import dev.stackhouse.node.discover.JvmProcess;
import dev.stackhouse.node.discover.ProcFs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Finds a place in a JVM's own mount namespace for the library and the recording: one that can be written to and executed from.
 * Links are not followed: an absolute one would lead into the daemon's own root.
 */
public final class TargetPlaces {
    private TargetPlaces() {}

    /**
     * Makes a private directory in the first place that will do, with the library in it.
     *
     * @throws AttachException in one sentence, if there is no place
     */
    public static TargetDirectory create(ProcFs proc, JvmProcess jvm) throws IOException {
        Path root = proc.process(jvm.processId()).resolve("root");
        Mounts mounts = Mounts.of(proc, jvm.processId());
        List<String> refused = new ArrayList<>();
        for (String candidate : candidates(proc, jvm)) {
            String why = why(mounts, candidate, reach(root, candidate), root);
            if (why.isEmpty()) {
                String inside =
                        (candidate.equals("/") ? "" : candidate) + "/" + TargetDirectory.PREFIX + UUID.randomUUID();
                try (InputStream library = ProfilerLibrary.openFor(reach(root, jvm.libjvm()))) {
                    return TargetDirectory.create(root, inside, library, jvm);
                } catch (AttachException e) {
                    throw e;
                } catch (IOException e) {
                    why = "cannot be written to";
                }
            }
            refused.add(candidate + " " + why);
        }
        throw new AttachException(
                Reason.NO_PLACE,
                "no directory of the JVM can hold the profiler's library and its recording, "
                        + String.join(", ", refused));
    }

    /** Where a path of the JVM's namespace is reached from here. */
    static Path reach(Path root, String inside) {
        return inside.equals("/") ? root : root.resolve(inside.substring(1));
    }

    private static List<String> candidates(ProcFs proc, JvmProcess jvm) throws IOException {
        List<String> candidates = new ArrayList<>(List.of("/tmp", "/var/tmp", "/dev/shm", "/run/user/" + jvm.userId()));
        String temporary = jvm.environment().getOrDefault("TMPDIR", "");
        if (temporary.startsWith("/")) {
            candidates.add(temporary);
        }
        candidates.add(Files.readSymbolicLink(proc.process(jvm.processId()).resolve("cwd"))
                .toString());
        return candidates.stream()
                .map(path -> Path.of(path).normalize().toString())
                .distinct()
                .toList();
    }

    /** Why a directory is no place, or empty. */
    private static String why(Mounts mounts, String candidate, Path path, Path root) {
        for (Path each = path; each != null && !each.equals(root); each = each.getParent()) {
            if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                return "is not there";
            }
        }
        if (mounts.readOnly(candidate)) {
            return "is read-only";
        }
        return mounts.noExec(candidate) ? "is mounted noexec" : "";
    }
}
