namespace StateGen;

/// <summary>
/// The names under which StateGen publishes metrics and traces, for a <see cref="System.Diagnostics.Metrics.MeterListener"/>, an
/// <see cref="System.Diagnostics.ActivityListener"/> or OpenTelemetry. The page <c>docs/observability.md</c> lists every instrument and activity.
/// </summary>
public static class StateGenTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/> of all instruments.</summary>
    public const string MeterName = "StateGen";

    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/> of all activities.</summary>
    public const string ActivitySourceName = "StateGen";
}
