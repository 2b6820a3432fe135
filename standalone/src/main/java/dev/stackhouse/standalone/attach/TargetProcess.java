package dev.stackhouse.standalone.attach;

import dev.stackhouse.standalone.client.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** A process that is to be attached to, as the operating system knows it; of one on Linux more is known than of others. */
record TargetProcess(long pid) {
    private static final String FORBIDDEN = "-XX:+DisableAttachMechanism";

    boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** A {@link CommandException} says why it is no JVM that this user can attach to. */
    void requireAttachable() {
        if (!isAlive()) {
            throw new CommandException("There is no process " + pid + ".");
        }
        if (!Files.isDirectory(proc())) {
            return;
        }
        if (!isReachable()) {
            throw new CommandException(this + " is " + owner() + "'s; only that user and root can attach to it.");
        }
        if (!text("maps").contains("/libjvm.so")) {
            throw new CommandException(this + " is no JVM.");
        }
        if (text("cmdline").contains(FORBIDDEN) || text("environ").contains(FORBIDDEN)) {
            throw new CommandException(this + " was started with " + FORBIDDEN + ".");
        }
        if (!link("ns/mnt").equals(link(Path.of("/proc/self"), "ns/mnt"))
                || !link("root").equals("/")) {
            throw new CommandException(this + " runs in a container, which sees other files than this command:"
                    + " start it with -javaagent, or profile it from the node.");
        }
    }

    /** A {@link CommandException} says if it cannot read a file. */
    void requireReadable(Path file) {
        if (!Files.isDirectory(proc()) || owner().equals(ownerOf(Path.of("/proc/self")))) {
            return;
        }
        try {
            for (Path part = file.toRealPath(); part != null; part = part.getParent()) {
                Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(part);
                PosixFilePermission needed = part.endsWith(file.getFileName())
                        ? PosixFilePermission.OTHERS_READ
                        : PosixFilePermission.OTHERS_EXECUTE;
                if (!allowed.contains(needed) && !ownerOf(part).equals(owner())) {
                    throw new CommandException(
                            this + " is " + owner() + "'s, who cannot read " + file + " (because of " + part + ").");
                }
            }
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Makes a file of this user the process's user's. */
    void giveTo(Path file) throws IOException {
        if (Files.isDirectory(proc()) && !owner().equals(ownerOf(file))) {
            UserPrincipal user = Files.getOwner(proc(), LinkOption.NOFOLLOW_LINKS);
            Files.setOwner(file, user);
        }
    }

    private boolean isReachable() {
        return Files.isReadable(proc().resolve("root")) || !text("environ").isEmpty();
    }

    private Path proc() {
        return Path.of("/proc", Long.toString(pid));
    }

    private String owner() {
        return ownerOf(proc());
    }

    private static String ownerOf(Path path) {
        try {
            return Files.getOwner(path).getName();
        } catch (IOException e) {
            return "nobody";
        }
    }

    /** What the file holds, or nothing if it cannot be read. */
    private String text(String name) {
        try {
            return new String(Files.readAllBytes(proc().resolve(name)), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private String link(String name) {
        return link(proc(), name);
    }

    private static String link(Path process, String name) {
        try {
            return Files.readSymbolicLink(process.resolve(name)).toString();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        return "Process " + pid;
    }
}
