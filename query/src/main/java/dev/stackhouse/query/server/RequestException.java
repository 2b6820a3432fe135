package dev.stackhouse.query.server;

/** A request that is refused. The message tells the person who asked what was wrong and what to do. */
final class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    enum Category {
        /** Something in the request is wrong. */
        INVALID,
        /** What is asked for does not exist. */
        NOT_FOUND,
        /** Too many queries run already. */
        BUSY
    }

    private final Category category;

    RequestException(Category category, String message) {
        super(message);
        this.category = category;
    }

    static RequestException invalid(String message) {
        return new RequestException(Category.INVALID, message);
    }

    Category category() {
        return category;
    }
}
