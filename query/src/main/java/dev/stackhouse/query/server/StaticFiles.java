package dev.stackhouse.query.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.file.FileService;

/** The page and the libraries that it uses, from the class path. */
final class StaticFiles {
    private static final String PAGE = "dev/stackhouse/query/page";
    private static final String WEBJARS = "META-INF/resources/webjars";
    private static final String POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    private StaticFiles() {}

    /** Asked for again every time, so that a new version shows at once. */
    static FileService page() {
        return FileService.builder(StaticFiles.class.getClassLoader(), PAGE)
                .cacheControl(ServerCacheControl.REVALIDATED)
                .addHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .build();
    }

    /** Their paths have a version. */
    static FileService webjars() {
        return FileService.builder(StaticFiles.class.getClassLoader(), WEBJARS)
                .cacheControl(ServerCacheControl.IMMUTABLE)
                .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .build();
    }
}
