package io.flinkarrow.examples;

import java.io.Serializable;

/** A stretch of longitudes and latitudes in degrees, with its edges. */
record Box(double west, double south, double east, double north) implements Serializable {

  boolean contains(double longitude, double latitude) {
    return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
  }
}
