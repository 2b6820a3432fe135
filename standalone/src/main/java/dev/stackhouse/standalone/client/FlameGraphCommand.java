package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.ExportFormat;
import dev.stackhouse.proto.query.v1.ExportProfileRequest;
import dev.stackhouse.proto.query.v1.ExportProfileResponse;
import dev.stackhouse.proto.query.v1.GetFlameGraphRequest;
import dev.stackhouse.proto.query.v1.Selection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes the flame graph of a selection to a file. */
@Command(
        name = "flamegraph",
        description = "Writes a flame graph to a file (of the last 15 minutes by default).",
        mixinStandardHelpOptions = true)
public final class FlameGraphCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec command;

    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "file to write; its name says the format: .html, .collapsed, .pprof or .speedscope.json")
    @Nullable
    Path output;

    @Option(names = "--focus", paramLabel = "NAME", description = "with --json: names from the root down to a node")
    List<String> focus = List.of();

    @Option(names = "--group-by", paramLabel = "LABEL", description = "with --json: a graph for each value of a label")
    String groupBy = "";

    @Option(
            names = "--max-nodes",
            paramLabel = "N",
            description = "with --json: greatest number of nodes (default: 50000)")
    int maxNodes;

    @Override
    public Integer call() {
        Selection selected = selection.selection();
        if (output == null) {
            return printTree(selected);
        }
        ExportFormat format = format(output);
        ExportProfileRequest request = ExportProfileRequest.newBuilder()
                .setSelection(selected)
                .setFormat(format)
                .build();
        ExportProfileResponse profile = server.ask(stub -> stub.exportProfile(request));
        try (OutputStream file = Files.newOutputStream(output)) {
            profile.getContent().writeTo(file);
        } catch (IOException e) {
            throw new CommandException("Cannot write " + output + ": " + e.getMessage() + ".", e);
        }
        System.err.println("Wrote " + output + " (" + profile.getContent().size() + " bytes).");
        return 0;
    }

    private int printTree(Selection selected) {
        if (!server.json) {
            throw usage("Say where to write it with -o FILE, or ask for --json.");
        }
        GetFlameGraphRequest request = GetFlameGraphRequest.newBuilder()
                .setSelection(selected)
                .addAllFocusPath(focus)
                .setGroupBy(groupBy)
                .setMaxNodes(maxNodes)
                .build();
        System.out.println(QueryClient.json(server.ask(stub -> stub.getFlameGraph(request))));
        return 0;
    }

    private ExportFormat format(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".html")) {
            return ExportFormat.EXPORT_FORMAT_HTML;
        }
        if (name.endsWith(".collapsed")) {
            return ExportFormat.EXPORT_FORMAT_COLLAPSED;
        }
        if (name.endsWith(".speedscope.json")) {
            return ExportFormat.EXPORT_FORMAT_SPEEDSCOPE;
        }
        if (name.endsWith(".pprof") || name.endsWith(".pb.gz")) {
            return ExportFormat.EXPORT_FORMAT_PPROF;
        }
        throw usage(
                "The name " + file + " says no known format; end it in .html, .collapsed, .pprof or .speedscope.json.");
    }

    private RuntimeException usage(String sentence) {
        return command == null
                ? new IllegalArgumentException(sentence)
                : new ParameterException(command.commandLine(), sentence);
    }
}
