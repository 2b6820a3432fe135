package dev.stackhouse.collector.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Loads the collector and all it uses from where they lie hidden in the agent's jar: below a directory, and with names that
 * are not those of classes, so that nobody who searches the class path finds them. The jar is open while something is read from
 * it for the first time and until this is closed; it opens again when more is wanted. Thread-safe.
 */
final class CollectorLoader extends ClassLoader implements Closeable {
    private static final String HIDDEN = "stackhouse/";
    private static final int BUFFER_BYTES = 8_192;

    private final File jar;
    private @Nullable JarFile open;

    CollectorLoader(File jar) {
        // The platform's, whatever it is called: of extensions on Java 8.
        super(ClassLoader.getSystemClassLoader().getParent());
        this.jar = jar;
    }

    /**
     * The agent's jar. It is asked where the collector lies hidden, not where the agent's class came from: a program that has
     * the collector on its class path has that class there too.
     *
     * @throws IOException if there is none
     */
    static File jar() throws IOException, URISyntaxException {
        URL hidden =
                Agent.class.getClassLoader().getResource(HIDDEN + Request.COLLECTOR.replace('.', '/') + ".classdata");
        if (hidden == null) {
            throw new IOException("the agent's jar is incomplete; build it again");
        }
        return new File(
                ((JarURLConnection) hidden.openConnection()).getJarFileURL().toURI());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes;
        try {
            bytes = read(name.replace('.', '/') + ".classdata");
        } catch (IOException e) {
            throw new ClassNotFoundException(name + " cannot be read from " + jar + ": " + e.getMessage(), e);
        }
        if (bytes == null) {
            throw new ClassNotFoundException(name + " is not in " + jar);
        }
        if (name.equals(Request.COLLECTOR)) {
            // The first class of its package: it can be asked for the agent's version.
            definePackage(
                    name.substring(0, name.lastIndexOf('.')),
                    null,
                    null,
                    null,
                    null,
                    Agent.class.getPackage().getImplementationVersion(),
                    null,
                    null);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        try {
            byte[] bytes = read(name);
            return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        try {
            byte[] bytes = read(name);
            return bytes == null ? null : new URL(null, "stackhouse:/" + name, new Handler(bytes));
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL resource = findResource(name);
        return Collections.enumeration(
                resource == null ? Collections.<URL>emptyList() : Collections.singletonList(resource));
    }

    private synchronized byte @Nullable [] read(String name) throws IOException {
        JarFile file = open;
        if (file == null) {
            file = new JarFile(jar, false);
            open = file;
        }
        ZipEntry entry = file.getEntry(HIDDEN + name);
        if (entry == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(BUFFER_BYTES, (int) entry.getSize()));
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = file.getInputStream(entry)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.write(buffer, 0, read);
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public synchronized void close() throws IOException {
        JarFile file = open;
        open = null;
        if (file != null) {
            file.close();
        }
    }

    /** Of URLs whose content is at hand. */
    private static final class Handler extends URLStreamHandler {
        private final byte[] bytes;

        Handler(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected URLConnection openConnection(URL url) throws MalformedURLException {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    // It is.
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(bytes);
                }
            };
        }
    }
}
