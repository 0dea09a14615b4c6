using StateGen.Engine.Telemetry;

namespace StateGen.Benchmarks.Observability;

/// <summary>Records what a source and an operator record for one batch of 1,024 records: its counts, and one wait for input and one for the output.</summary>
internal sealed class BatchRecording : IDisposable
{
    public const int Records = 1024;

    private const int Batches = 20_000;

    private readonly JobTelemetry _job = new(new() { JobId = "recording" });
    private readonly SubtaskTelemetry _source;
    private readonly SubtaskTelemetry _operator;

    public BatchRecording()
    {
        _source = _job.OpenSubtask("source", 0);
        _operator = _job.OpenSubtask("counters", 0);
        _source.Start();
        _operator.Start();
    }

    /// <summary>Measures the processor time of recording one batch, in nanoseconds.</summary>
    public double Measure()
    {
        var start = Environment.CpuUsage.TotalTime;
        for (var batch = 0; batch < Batches; batch++)
        {
            _source.CountOut(Records);
            Wait(_source, SubtaskActivity.BackPressured);
            Wait(_operator, SubtaskActivity.Idle);
            _operator.CountIn(Records);
            _operator.CountOut(Records);
        }

        return (Environment.CpuUsage.TotalTime - start).TotalNanoseconds / Batches;
    }

    public void Dispose()
    {
        _source.Dispose();
        _operator.Dispose();
        _job.Dispose();
    }

    private static void Wait(SubtaskTelemetry subtask, SubtaskActivity activity)
    {
        var waiting = new TaskCompletionSource();
        var wait = subtask.MeasureAsync(new ValueTask(waiting.Task), activity).AsTask();
        waiting.SetResult();
        wait.GetAwaiter().GetResult();
    }
}
