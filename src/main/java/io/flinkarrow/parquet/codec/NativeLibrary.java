package io.flinkarrow.parquet.codec;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xerial.snappy.Snappy;

/**
 * Native code that a codec needs. It comes in a jar, whose owner unpacks it into a directory and
 * loads it from there; if that fails once, the JVM knows the codec's classes no more. Hence whoever
 * is going to use a codec requires its library first.
 */
public enum NativeLibrary {
  SNAPPY("snappy-java", "org.xerial.snappy.tempdir") {
    @Override
    void load() {
      Snappy.maxCompressedLength(0);
    }
  },
  ZSTD("zstd-jni", "ZstdTempFolder") {
    @Override
    void load() {
      Native.load();
    }
  },
  /** An optional dependency. */
  BROTLI("brotli4j", "com.aayushatharva.brotli4j.native.workdir") {
    @Override
    void load() {
      Brotli4jLoader.ensureAvailability();
    }

    /** The loader fails to load, but never to initialize: without its class there is no jar. */
    @Override
    boolean isAbsent(LinkageError failure) {
      return failure instanceof NoClassDefFoundError;
    }
  };

  private static final String DIRECTORY = "java.io.tmpdir";

  private final String owner;

  /** Names another directory for this library alone. */
  private final String property;

  private volatile boolean loaded;

  NativeLibrary(String owner, String property) {
    this.owner = owner;
    this.property = property;
  }

  abstract void load();

  /** Whether the library could not be loaded because its jar is not on the class path. */
  boolean isAbsent(LinkageError failure) {
    return false;
  }

  /**
   * Loads the library, if it is not loaded yet.
   *
   * @throws UnsatisfiedLinkError if that can't be done, at each call; says where it would have been
   *     unpacked and what that directory must be. An error, because no input is to blame, so that
   *     it is not skipped as bad input.
   */
  public void require() {
    if (loaded) {
      return;
    }
    try {
      load();
    } catch (LinkageError e) {
      UnsatisfiedLinkError error = new UnsatisfiedLinkError(isAbsent(e) ? absent() : notLoaded());
      error.initCause(e);
      throw error;
    }
    loaded = true;
  }

  private String absent() {
    return "The codec %s needs the native library of %s, which is not on the class path. Add the dependency com.aayushatharva.brotli4j:%s to the job, or for SQL put its jars beside the SQL jar; or choose another codec"
        .formatted(name(), owner, owner);
  }

  private String notLoaded() {
    return "The codec %s needs the native library of %s, which could not be loaded from the directory %s: %s. Start this JVM with -D%s=<directory>, or with -D%s=<directory> for this library alone (Flink: env.java.opts.all)"
        .formatted(name(), owner, directory(), problem(), DIRECTORY, property);
  }

  private String directory() {
    String own = System.getProperty(property);
    return own == null ? System.getProperty(DIRECTORY) : own;
  }

  private String problem() {
    Path directory = Path.of(directory());
    if (!Files.isDirectory(directory)) {
      return "it is no directory";
    }
    if (!Files.isWritable(directory)) {
      return "this process may not write there";
    }
    return "it must not be mounted noexec and must have room, and the jar must have the library for "
        + System.getProperty("os.arch");
  }
}
