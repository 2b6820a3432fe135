package dev.stackhouse.standalone.supervise;

import dev.stackhouse.standalone.client.CommandException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Steps that run at the same time where they can; the first that fails ends the others. */
public final class ParallelStart implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "start"));
    private final List<CompletableFuture<Void>> steps = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    /** Begins a step. */
    public CompletableFuture<Void> first(Runnable step) {
        CompletableFuture<Void> begun = CompletableFuture.runAsync(step, threads);
        add(begun);
        return begun;
    }

    /** Begins a step once another is done. */
    public void after(CompletableFuture<?> earlier, Runnable step) {
        add(earlier.thenRunAsync(step, threads));
    }

    private void add(CompletableFuture<Void> step) {
        steps.add(step.whenComplete((done, e) -> {
            if (e != null) {
                failure.completeExceptionally(e);
            }
        }));
    }

    /** Returns once every step is done; throws what the first failed step threw. */
    public void awaitAll() {
        CompletableFuture<Void> all = CompletableFuture.allOf(steps.toArray(new CompletableFuture<?>[0]));
        try {
            CompletableFuture.anyOf(all, failure).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Stopped while starting.", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw cause instanceof RuntimeException r ? r : new IllegalStateException(cause);
        }
    }

    /** Returns once no step runs any more. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            threads.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
