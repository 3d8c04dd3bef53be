package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.sink.registry.OpenWriters;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedBucketAssignerTest {

  private static final Path BASE = new Path("file:///data/out");

  /** The element is the bucket. */
  static final class Echo implements BucketAssigner<String, String> {
    @Override
    public String getBucketId(String element, Context context) {
      return element;
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }

  private final OpenWriters openWriters = new OpenWriters(1);
  private final CheckedBucketAssigner<String> assigner =
      new CheckedBucketAssigner<>(BASE, new Echo(), openWriters, new BucketIdCheck(BASE, false));

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "..",
        "../../etc/x",
        "a/../../x",
        "a/..",
        ".",
        "./a",
        "/etc/x",
        "\\etc",
        "..\\..\\etc",
        "a\\..\\..\\x",
        "x:y",
        "file:/etc",
        "hdfs://other/x",
        "a\u0000b",
        "a\nb"
      })
  void aBucketThatIsNoDirectoryBelowTheBaseIsRefused(String bucketId) {
    assertThatThrownBy(() -> assigner.getBucketId(bucketId, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/data/out")
        .hasMessageContaining(Echo.class.getName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a/b", "dt=2026-11-23/hour=07", "...", "..a", "a..", "ä b", "%2e%2e", "a//b"})
  void anyOtherBucketStaysBelowTheBase(String bucketId) {
    assertThat(assigner.getBucketId(bucketId, null)).isEqualTo(bucketId);
    Path directory = new Path(BASE, bucketId);
    assertThat(directory.toUri().normalize().getPath()).startsWith("/data/out/");
    assertThat(directory.toUri().getScheme()).isEqualTo("file");
  }

  @Test
  void theEmptyBucketIsTheBaseItself() {
    assertThat(assigner.getBucketId("", null)).isEmpty();
  }

  @Test
  void aRefusedBucketIsRefusedAgain() {
    assigner.getBucketId("a", null);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> assigner.getBucketId("..", null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has the segment '..'");
    }
  }

  /** Whatever it is made of: it is refused, or its folder lies below the base. */
  @Test
  void noBucketLeadsOutOfTheBase() {
    String[] pieces = {"..", ".", "/", "\\", ":", "%2e", "a", "etc", "?", "#", "//", " ", "é"};
    Random random = new Random(4);
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder bucketId = new StringBuilder();
      for (int piece = random.nextInt(7); piece >= 0; piece--) {
        bucketId.append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        String checked = assigner.getBucketId(bucketId.toString(), null);
        Path directory = new Path(BASE, checked);
        assertThat(directory.toUri().normalize().getPath()).startsWith("/data/out/");
        assertThat(directory.toUri().getScheme()).isEqualTo("file");
        taken++;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("Buckets must be directories below");
      }
    }
    assertThat(taken).isBetween(2_000, 18_000);
  }

  /** To be run in a JVM that knows ASCII file names only. */
  static final class InAscii {
    public static void main(String[] arguments) {
      for (String base : new String[] {"s3://store/out", "file:///data/out"}) {
        var assigner =
            new CheckedBucketAssigner<>(
                new Path(base),
                new Echo(),
                new OpenWriters(1),
                new BucketIdCheck(new Path(base), false));
        System.out.println(assigner.getBucketId("town=K\u00f6ln", null).length());
      }
    }
  }

  /** Java would make a question mark of it, and one folder of several. */
  @Test
  void aLocalFolderThatTheJvmCannotNameIsRefused() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            InAscii.class.getName());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).isNotZero();
    assertThat(output)
        .contains("9\n")
        .contains("characters that file names can't have in this JVM")
        .contains("LC_ALL=C.UTF-8");
  }

  /** Escaped partition values among them. */
  @ParameterizedTest
  @ValueSource(strings = {"town=New York", "town=a%2Fb", "town=%", "a\"b", "a|b", "town=Ulm/x y"})
  void directoriesWhoseFilesFlinkCannotMergeAreRefusedIfItIsToMerge(String bucketId) {
    var merging =
        new CheckedBucketAssigner<>(BASE, new Echo(), openWriters, new BucketIdCheck(BASE, true));
    assertThatThrownBy(() -> merging.getBucketId(bucketId, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(bucketId, "Leave compaction off");
    assertThat(assigner.getBucketId(bucketId, null)).isEqualTo(bucketId);
    assertThat(merging.getBucketId("town=Köln/dt=2024-01-31", null)).endsWith("31");
  }
}
