package dev.stackhouse.storage.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The files of an engine's directory: {@code data/}, its configuration and the passwords of the product's user and of the one who
 * may only read.
 *
 * @param password of the user "stackhouse"; random, made at the first start
 * @param analystPassword of the user "analyst", likewise
 */
record EngineFiles(Path data, Path config, String password, String analystPassword) {
    static final String USER = "stackhouse";
    static final String ANALYST = "analyst";
    static final String ANALYST_PASSWORD_FILE = "analyst-password";

    /** From here on inserts and merges are refused, with a clear error, and tried again until there is room. */
    static final long KEPT_FREE_BYTES = 256L << 20;

    private static final String CONFIG = """
            <clickhouse>
              <users_config>%s</users_config>
              <logger><level>warning</level><console>true</console></logger>
              <mark_cache_size>33554432</mark_cache_size>
              <index_mark_cache_size>8388608</index_mark_cache_size>
              <uncompressed_cache_size>0</uncompressed_cache_size>
              <mmap_cache_size>64</mmap_cache_size>
              <max_server_memory_usage>1000000000</max_server_memory_usage>
              <background_pool_size>2</background_pool_size>
              <background_schedule_pool_size>4</background_schedule_pool_size>
              <!-- On a full disk the engine acknowledges inserts that it has not written: it must never come to that. -->
              <storage_configuration>
                <disks><default><keep_free_space_bytes>%d</keep_free_space_bytes></default></disks>
              </storage_configuration>
              <merge_tree>
                <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
                <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
                <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
              </merge_tree>
            </clickhouse>
            """;

    /** The user default must be able to log in while the engine starts; it may do nothing else. */
    private static final String USERS = """
            <clickhouse>
              <profiles>
                <default>
                  <async_insert>0</async_insert>
                  <implicit_select>0</implicit_select>
                  <max_memory_usage>600000000</max_memory_usage>
                </default>
                <analyst>
                  <readonly>2</readonly>
                  <implicit_select>0</implicit_select>
                  <max_memory_usage>400000000</max_memory_usage>
                  <max_execution_time>60</max_execution_time>
                  <max_concurrent_queries_for_user>4</max_concurrent_queries_for_user>
                  <constraints>
                    <max_memory_usage><min>1000000</min><max>400000000</max></max_memory_usage>
                    <max_execution_time><min>1</min><max>60</max></max_execution_time>
                  </constraints>
                </analyst>
              </profiles>
              <quotas><default/></quotas>
              <users>
                <default>
                  <password></password>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>default</profile>
                  <quota>default</quota>
                  <grants>
                    <query>GRANT SYSTEM LISTEN ON *.*</query>
                    <query>GRANT FILE ON *.*</query>
                    <query>GRANT CREATE TEMPORARY TABLE ON *.*</query>
                  </grants>
                </default>
                <stackhouse>
                  <password>%s</password>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>default</profile>
                  <quota>default</quota>
                </stackhouse>
                <analyst>
                  <password>%s</password>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>analyst</profile>
                  <quota>default</quota>
                  <grants>
                    <query>GRANT SELECT ON stackhouse.*</query>
                  </grants>
                </analyst>
              </users>
            </clickhouse>
            """;

    /** Writes what is missing; the password stays that of the first start. */
    static EngineFiles prepare(Path directory) throws IOException {
        Path data = directory.resolve("data");
        Files.createDirectories(data);
        String password = password(directory.resolve("password"));
        Path users = directory.resolve("users.xml");
        String analystPassword = password(directory.resolve(ANALYST_PASSWORD_FILE));
        writePrivately(users, USERS.formatted(password, analystPassword));
        Path config = directory.resolve("config.xml");
        writePrivately(config, CONFIG.formatted(users.toAbsolutePath(), KEPT_FREE_BYTES));
        return new EngineFiles(data, config, password, analystPassword);
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[18];
            new SecureRandom().nextBytes(random);
            writePrivately(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    private static void writePrivately(Path file, String content) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, content);
    }
}
