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
            description = "file to write; its name says the format: .html, .collapsed or .pprof")
    @Nullable
    Path output;

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
        ExportProfileResponse profile = server.client().ask(stub -> stub.exportProfile(request));
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
        GetFlameGraphRequest request =
                GetFlameGraphRequest.newBuilder().setSelection(selected).build();
        System.out.println(QueryClient.json(server.client().ask(stub -> stub.getFlameGraph(request))));
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
        if (name.endsWith(".pprof") || name.endsWith(".pb.gz")) {
            return ExportFormat.EXPORT_FORMAT_PPROF;
        }
        throw usage("The name " + file + " says no known format; end it in .html, .collapsed or .pprof.");
    }

    private RuntimeException usage(String sentence) {
        return command == null
                ? new IllegalArgumentException(sentence)
                : new ParameterException(command.commandLine(), sentence);
    }
}
