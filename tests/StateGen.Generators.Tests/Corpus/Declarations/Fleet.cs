namespace Corpus.Declarations.Fleet;

public sealed record Ping(string Vehicle, string Driver, double Speed);

[Operator("declarations.fleet")]
public sealed partial class Fastest : KeyedOperator<string, Ping, Ping>
{
    [State] private partial double Highest { get; set; }

    protected override void OnEvent(Ping ping, OperatorContext<Ping> context)
    {
        if (ping.Speed <= Highest)
            return;
        Highest = ping.Speed;
        context.Emit(ping);
    }
}

[Operator("declarations.fleet.changes")]
public sealed partial class Changes<T> : KeyedOperator<T, Ping, Ping>
    where T : notnull
{
    [State] private partial Ping? Last { get; set; }

    protected override void OnEvent(Ping ping, OperatorContext<Ping> context)
    {
        if (Last != ping)
            context.Emit(ping);
        Last = ping;
    }
}

public static class FleetJobs
{
    public static EventStream<Ping> Describe(EventStream<Ping> pings) => pings
        .KeyBy(ping => ping.Vehicle).Process(() => new Fastest())
        .KeyBy(ping => ping.Driver).Process(() => new Fastest()); // expect: SG1024

    public static EventStream<Ping> Deduplicate(EventStream<Ping> pings)
    {
        var vehicles = pings.KeyBy(ping => ping.Vehicle).Process(() => new Changes<string>());
        return vehicles.KeyBy(ping => (int)ping.Speed / 10).Process(() => new Changes<int>()); // expect: SG1024
    }

    public static EventStream<Ping> Named(EventStream<Ping> pings)
    {
        var first = pings.KeyBy(ping => ping.Vehicle).Process(() => new Fastest(), id: "fleet-step");
        var second = first.KeyBy(ping => ping.Driver);
        return second.Process(() => new Changes<string>(), id: "fleet-step"); // expect: SG1024
    }

    public static Task<JobResult> RunAsync(RunnablePipeline pipeline, bool fast) => fast
        ? pipeline.RunAsync(new PipelineOptions
        {
            JobId = "fleet-fast",
            CheckpointInterval = TimeSpan.FromSeconds(5), // expect: SG3004
            Parallelism = 16,
            MaxParallelism = 256,
        })
        : pipeline.RunAsync(new()
        {
            JobId = "fleet",
            Restart = RestartStrategy.FixedDelay(3, TimeSpan.FromSeconds(1)), // expect: SG3004
            ProgressInterval = TimeSpan.FromSeconds(30), // expect: SG3004
            Parallelism = 6, // expect: SG3006
            MaxParallelism = 4,
        });

    public static PipelineOptions Nightly() => new()
    {
        JobId = "fleet-nightly",
        CheckpointTo = "checkpoints/",
        MinimumPause = TimeSpan.FromSeconds(10), // expect: SG3004
        RetainedCheckpoints = 5,
        Parallelism = 3, // expect: SG3006
        MaxParallelism = 4,
    };
}
