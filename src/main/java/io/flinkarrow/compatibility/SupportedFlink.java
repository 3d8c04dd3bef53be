package io.flinkarrow.compatibility;

import java.net.URL;
import java.security.CodeSource;
import org.apache.flink.FlinkVersion;
import org.apache.flink.api.common.serialization.BulkWriter;

/**
 * Whether the Flink that was found is one that this library runs on. Whatever a job uses first asks
 * here, before it comes upon a class or method that an older Flink lacks. Newer ones than those
 * that are tested are let through.
 */
public final class SupportedFlink {

  private static final int OLDEST_MAJOR = 1;
  private static final int OLDEST_MINOR = 20;

  private SupportedFlink() {}

  /**
   * @throws IllegalStateException if Flink is too old; says which was found, where, and which are
   *     needed
   */
  public static void require() {
    String found = found();
    if (isOlder(found)) {
      throw new IllegalStateException(
          "flink-arrow-parquet needs Flink %d.%d or newer, but found Flink %s, %s; run the job on a newer Flink"
              .formatted(OLDEST_MAJOR, OLDEST_MINOR, found, place()));
    }
  }

  /** Flink lists all releases before its own, so it names none that it does not know. */
  private static String found() {
    try {
      return FlinkVersion.current().toString();
    } catch (NoClassDefFoundError e) {
      return "1.14 or older";
    }
  }

  /** For example of {@code 1.19}. */
  static boolean isOlder(String version) {
    String[] numbers = version.split("[. ]");
    int major = Integer.parseInt(numbers[0]);
    return major < OLDEST_MAJOR
        || (major == OLDEST_MAJOR && Integer.parseInt(numbers[1]) < OLDEST_MINOR);
  }

  private static String place() {
    CodeSource source = BulkWriter.class.getProtectionDomain().getCodeSource();
    URL place = source == null ? null : source.getLocation();
    return place == null ? "at an unknown place" : "in " + place;
  }
}
