package io.flinkarrow.examples;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a run's part files go: to its folder, or to an S3 server of its own, whose visible objects
 * are then copied to the folder.
 */
final class KafkaOut implements AutoCloseable {

  private static final String PREFIX = "kafka/";

  private record Store(S3Server server, BucketMirror objects) {}

  private final Path folder;
  private final Optional<Store> store;

  private KafkaOut(Path folder, Optional<Store> store) {
    this.folder = folder;
    this.store = store;
  }

  /** Starts the S3 server, if the run wants one, and lets this JVM's Flink write there. */
  static KafkaOut start(KafkaRun run) throws IOException, InterruptedException {
    if (run.s3Jars().isEmpty()) {
      return new KafkaOut(run.out(), Optional.empty());
    }
    S3Server server =
        S3Server.start(
            Files.createDirectories(run.work().resolve("s3")), jar(run.s3Jars().get(), "s3proxy"));
    S3Server.use(server.endpoint(), jar(run.s3Jars().get(), "flink-s3-fs-hadoop"));
    Bucket bucket = new Bucket(server.endpoint(), S3Server.BUCKET);
    return new KafkaOut(
        run.out(), Optional.of(new Store(server, new BucketMirror(bucket, PREFIX, run.out()))));
  }

  private static Path jar(Path classPath, String artifact) throws IOException {
    return Arrays.stream(Files.readString(classPath).strip().split(File.pathSeparator))
        .map(Path::of)
        .filter(jar -> jar.getFileName().toString().startsWith(artifact + "-"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No %s in %s".formatted(artifact, classPath)));
  }

  /** What the job is told. */
  org.apache.flink.core.fs.Path path(String topic) {
    return new org.apache.flink.core.fs.Path(
        store.isPresent()
            ? URI.create("s3://" + S3Server.BUCKET + "/" + PREFIX + topic)
            : folder.resolve(topic).toUri());
  }

  /** The files of a topic that are visible. */
  PartFiles files(String topic) {
    return new PartFiles(folder.resolve(topic), this::refresh);
  }

  private void refresh() throws IOException {
    if (store.isPresent()) {
      store.get().server().requireRunning();
      store.get().objects().refresh();
    }
  }

  /** The address of the S3 server, if there is one. */
  Optional<URI> endpoint() {
    return store.map(present -> present.server().endpoint());
  }

  @Override
  public void close() {
    store.ifPresent(present -> present.server().close());
  }
}
