package dev.stackhouse.standalone.client;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What somebody says about which incident. */
final class NoteOptions {
    @Parameters(paramLabel = "ID", description = "as regressions lists it")
    String id = "";

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "who says so (default: ${DEFAULT-VALUE})")
    String by = "";

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "what others should know")
    String note = "";
}
