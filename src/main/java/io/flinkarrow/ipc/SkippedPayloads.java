package io.flinkarrow.ipc;

import java.io.Serializable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log which payloads a subtask leaves out, but does not fill it: a broken producer may
 * make it many. For whatever decodes payloads and may skip them.
 */
public final class SkippedPayloads implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(SkippedPayloads.class);

  private transient long count;

  /** Logs the first, the second, the fourth and so on, with what the failure says. */
  public void log(Exception failure) {
    count++;
    if (isToBeLogged(count)) {
      LOG.warn("Skipped payload number {} of this subtask: {}", count, failure.getMessage());
    }
  }

  /** Of what happens the first, the second, the fourth time and so on. */
  static boolean isToBeLogged(long count) {
    return Long.bitCount(count) == 1;
  }
}
