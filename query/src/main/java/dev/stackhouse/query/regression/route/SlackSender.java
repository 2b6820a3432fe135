package dev.stackhouse.query.regression.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stackhouse.proto.query.v1.IncidentNote;
import java.util.Map;

/** Posts messages of blocks (https://api.slack.com/reference/block-kit/blocks) to an incoming webhook of Slack. */
final class SlackSender implements Sender {
    /** Of a header, by Slack's reference. */
    private static final int LONGEST_HEADER = 150;
    /** Of a section's text. */
    private static final int LONGEST_TEXT = 3_000;

    private final Route route;
    private final String page;
    private final JsonPost post;

    SlackSender(Route route, String page, JsonPost post) {
        this.route = route;
        this.page = page;
        this.post = post;
    }

    @Override
    public void send(Notice notice) throws SendException, InterruptedException {
        post.post(route.url(), "", Map.of(), JsonPost.bytes(message(notice, page)));
    }

    static ObjectNode message(Notice notice, String page) {
        IncidentText text = new IncidentText(notice.incident());
        String title = head(notice.kind()) + ": " + text.title();
        ObjectNode message = JsonPost.JSON.createObjectNode();
        message.put("text", escaped(title)); // of the notification
        ArrayNode blocks = message.putArray("blocks");
        ObjectNode header = blocks.addObject().put("type", "header").putObject("text");
        header.put("type", "plain_text").put("text", shortened(title, LONGEST_HEADER));
        section(blocks, "*" + escaped(text.whole()) + "*\n" + escaped(body(notice, text)));
        ObjectNode button = blocks.addObject()
                .put("type", "actions")
                .putArray("elements")
                .addObject()
                .put("type", "button")
                .put("url", page + notice.incident().getPagePath());
        button.putObject("text").put("type", "plain_text").put("text", "Differential flame graph");
        return message;
    }

    private static void section(ArrayNode blocks, String text) {
        ObjectNode section = blocks.addObject().put("type", "section").putObject("text");
        section.put("type", "mrkdwn").put("text", shortened(text, LONGEST_TEXT));
    }

    private static String head(Notice.Kind kind) {
        return switch (kind) {
            case FIRED -> "Dearer";
            case RESOLVED -> "Over";
            case ACKNOWLEDGED -> "Somebody looks after it";
            case ACCEPTED -> "Accepted";
            case IMPROVED -> "Cheaper";
        };
    }

    private static String body(Notice notice, IncidentText text) {
        return switch (notice.kind()) {
            case FIRED, IMPROVED -> String.join("\n", text.proof());
            case RESOLVED -> notice.incident().getReason();
            case ACKNOWLEDGED -> said(notice.incident().getAcknowledgement());
            case ACCEPTED -> said(notice.incident().getAcceptance());
        };
    }

    private static String said(IncidentNote note) {
        return note.getNote().isEmpty() ? note.getBy() : note.getBy() + ": " + note.getNote();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
