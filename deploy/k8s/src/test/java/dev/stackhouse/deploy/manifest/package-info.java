/** Manifests as they are read from files, and what is strict about it. */
@NullMarked
package dev.stackhouse.deploy.manifest;

import org.jspecify.annotations.NullMarked;
