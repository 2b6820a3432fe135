package dev.stackhouse.collector.agent;

import java.io.ByteArrayInputStream;
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
import org.jspecify.annotations.Nullable;

/**
 * Loads the collector and all it uses from the jar that lies hidden in the agent's, so that nobody who searches the class path finds
 * them. That one is open from when something is wanted of it for the first time until this is closed; it opens again when more is
 * wanted. Thread-safe.
 */
final class CollectorLoader extends ClassLoader implements Closeable {
    private final File jar;
    private @Nullable HiddenJar open;

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
        URL hidden = Agent.class.getClassLoader().getResource(HiddenJar.NAME);
        if (hidden == null) {
            throw new IOException("the agent's jar is incomplete; build it again");
        }
        return new File(
                ((JarURLConnection) hidden.openConnection()).getJarFileURL().toURI());
    }

    /** Of what lies hidden the parent is not asked: it would keep something of every name. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null && !isOfPlatform(name)) {
                loaded = hiddenClass(name);
            }
            return loaded == null ? super.loadClass(name, resolve) : loaded;
        }
    }

    /** Most of what is loaded, so that the jar is not opened for them. */
    private static boolean isOfPlatform(String name) {
        return name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith("sun.")
                || name.startsWith("com.sun.");
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> found = hiddenClass(name);
        if (found == null) {
            throw new ClassNotFoundException(name + " is not in " + jar);
        }
        return found;
    }

    private @Nullable Class<?> hiddenClass(String name) throws ClassNotFoundException {
        byte[] bytes;
        try {
            bytes = read(name.replace('.', '/') + ".class");
        } catch (IOException e) {
            throw new ClassNotFoundException(name + " cannot be read from " + jar + ": " + e.getMessage(), e);
        }
        if (bytes == null) {
            return null;
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
        HiddenJar hidden = open;
        if (hidden == null) {
            hidden = new HiddenJar(jar);
            open = hidden;
        }
        return hidden.read(name);
    }

    @Override
    public synchronized void close() throws IOException {
        HiddenJar hidden = open;
        open = null;
        if (hidden != null) {
            hidden.close();
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
