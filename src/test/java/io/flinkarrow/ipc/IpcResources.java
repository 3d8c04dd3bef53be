package io.flinkarrow.ipc;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The files of other writers, see the README beside them. */
final class IpcResources {

  private IpcResources() {}

  static byte[] file(String name) {
    try (var in = IpcResources.class.getResourceAsStream(name + ".arrow")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
