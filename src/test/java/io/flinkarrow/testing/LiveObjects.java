package io.flinkarrow.testing;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** What the garbage collector finds alive in this JVM. */
public final class LiveObjects {

  private static final int MOST_CHECKS = 3;

  private LiveObjects() {}

  /** Instances of the class that are reachable; collects garbage first. */
  public static long count(Class<?> type) {
    String line = find(" " + type.getName());
    return line == null ? 0 : Long.parseLong(line.strip().split("\\s+")[1]);
  }

  /**
   * Bytes of all reachable objects; collects garbage until that changes nothing, since what one
   * collection frees may have kept something else alive. Each histogram begins with a collection.
   */
  public static long bytes() {
    long bytes = total();
    for (long last = Long.MAX_VALUE; bytes < last; ) {
      last = bytes;
      bytes = total();
    }
    return bytes;
  }

  /** What a test says of {@link #bytes()}. */
  public interface Claim {
    void check() throws Exception;
  }

  /**
   * Checks a claim again, up to three times, until it holds: threads that other tests of this JVM
   * left behind may end meanwhile, and what they held is then gone. What is wrong fails each time.
   */
  public static void hold(Claim claim) throws Exception {
    for (int left = MOST_CHECKS - 1; ; left--) {
      try {
        claim.check();
        return;
      } catch (AssertionError e) {
        if (left == 0) {
          throw e;
        }
      }
    }
  }

  private static long total() {
    return Long.parseLong(find("Total ").strip().split("\\s+")[2]);
  }

  private static String find(String mark) {
    for (String line : histogram().split("\n")) {
      int at = line.indexOf(mark);
      if (at >= 0) {
        String rest = line.substring(at + mark.length());
        if (mark.equals("Total ") || rest.isEmpty() || rest.startsWith(" ")) {
          return line;
        }
      }
    }
    return null;
  }

  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {null},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new IllegalStateException("This JVM gives no class histogram", e);
    }
  }
}
