package dev.stackhouse.storage.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ClickHouse engine as a shared library: found in the cache of this machine, or fetched into it from the npm registry. The
 * cache is {@code STACKHOUSE_ENGINE_DIR}, else {@code XDG_CACHE_HOME/stackhouse/engine}, else {@code ~/.cache/stackhouse/engine}.
 */
final class EngineLibrary {
    /** npm package @chdb/lib-PLATFORM: the ClickHouse 26.7 engine, Apache-2.0. */
    private static final String VERSION = "26.7.3-stable.1";

    private static final Logger log = LoggerFactory.getLogger(EngineLibrary.class);

    private EngineLibrary() {}

    /**
     * Path of the library; fetches it if it is missing, which downloads 178 MB.
     *
     * @throws EngineException if this platform has none, or npm is missing or fails
     */
    static synchronized Path locate() {
        String npmPackage = "@chdb/lib-" + platform();
        Path directory = cache().resolve(VERSION);
        Path library = directory.resolve("node_modules").resolve(npmPackage).resolve("libchdb.so");
        if (Files.exists(library)) {
            return library;
        }
        log.warn("fetching the ClickHouse engine ({}@{}, 178 MB) into {}", npmPackage, VERSION, directory);
        fetch(npmPackage + "@" + VERSION, directory);
        if (!Files.exists(library)) {
            throw new EngineException("npm fetched " + npmPackage + " but " + library + " is missing; remove "
                    + directory + " and start again.");
        }
        return library;
    }

    private static void fetch(String what, Path directory) {
        try {
            Files.createDirectories(directory);
            Process npm = new ProcessBuilder(List.of(
                            "npm",
                            "install",
                            "--ignore-scripts",
                            "--no-save",
                            "--no-audit",
                            "--no-fund",
                            "--prefix",
                            directory.toString(),
                            what))
                    .redirectErrorStream(true)
                    .start();
            npm.getOutputStream().close();
            String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (npm.waitFor() != 0) {
                throw new EngineException("npm could not fetch the ClickHouse engine " + what + ": " + said.strip());
            }
        } catch (IOException e) {
            throw new EngineException(
                    "npm is needed to fetch the ClickHouse engine and could not be run (" + e.getMessage()
                            + "); install npm, or set STACKHOUSE_ENGINE_DIR to a directory that has the engine.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("Interrupted while fetching the ClickHouse engine.", e);
        }
    }

    private static Path cache() {
        String configured = System.getenv("STACKHOUSE_ENGINE_DIR");
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("stackhouse").resolve("engine");
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        if (os.contains("linux")) {
            return arm ? "linux-arm64-gnu" : "linux-x64-gnu";
        }
        if (os.contains("mac")) {
            return arm ? "darwin-arm64" : "darwin-x64";
        }
        throw new EngineException("There is no embedded ClickHouse engine for " + os + "/" + arch
                + "; it exists for Linux and macOS on x64 and arm64.");
    }
}
