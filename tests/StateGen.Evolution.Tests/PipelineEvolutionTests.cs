using System.Security.Cryptography;
using StateGen.Backends;
using StateGen.Evolution.Tests.Pipelines;
using StateGen.RocksDb;
using StateGen.Schemas;
using StateGen.TestKit.Backends;
using StateGen.TestKit.Compiler;
using StateGen.TestKit.Pipelines;

namespace StateGen.Evolution.Tests;

/// <summary>A job stops at a checkpoint and goes on with another version of its code, compiled on its own, at another parallelism.</summary>
[Trait("Category", "Slow")]
public abstract class PipelineEvolutionTests : IDisposable
{
    private const int StopAt = 40;
    private const int Keys = 5;

    private static readonly int[] Input = [.. Enumerable.Range(0, 100)];

    private static readonly IPipelineProbe First = Version("""
        [State] private partial int Count { get; set; }
        [State] private partial int Sum { get; set; }
        [State] private partial ListState<int> Seen { get; }
        """, "Count++; Sum += value; Seen.Add(value); context.Emit($\"{Key}:{Count}:{Sum}:{Seen.Sum()}:-\");");

    private static readonly IPipelineProbe Second = Version("""
        [State] private partial long Sum { get; set; }
        [State, FormerName("Count")] private partial int Number { get; set; }
        [State, FormerName("Seen")] private partial ListState<long> Values { get; }
        [State] private partial int? Late { get; set; }
        """, "Number++; Sum += value; Values.Add(value); Late = (Late ?? 0) + 1; context.Emit($\"{Key}:{Number}:{Sum}:{Values.Sum()}:{Late}\");");

    private static readonly IPipelineProbe Unfit = Version("[State] private partial string? Sum { get; set; }", "Sum += value; context.Emit(Sum!);");

    private readonly BackendUnderTest _backends;
    private readonly BackendUnderTest _others;
    private readonly string _checkpoints = Directory.CreateTempSubdirectory("stategen-evolution-").FullName;
    private readonly ListSink<string> _sink = new();

    protected PipelineEvolutionTests(BackendUnderTest backends, BackendUnderTest others)
    {
        _backends = backends;
        _others = others;
    }

    [Fact]
    public async Task A_new_version_goes_on_where_the_old_one_stopped()
    {
        await RunFirstAsync(_backends.Create());
        var refusal = await Assert.ThrowsAsync<StateGenException>(() => Second.RunAsync(new ListSource<int>(Input), _sink, Options(_others.Create(), 1)));
        Assert.Contains("was written by the backend", refusal.Message, StringComparison.Ordinal);
        var result = await Second.RunAsync(new ListSource<int>(Input), _sink, Options(_backends.Create(), 1));
        Assert.Equal(Input.Length - StopAt, result.Records);
        Assert.Equal(Expected(late: true), _sink.Committed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_version_that_is_refused_changes_no_file_and_the_old_one_goes_on()
    {
        var backend = _backends.Create();
        await RunFirstAsync(backend);
        string[] directories = backend is RocksDbBackend rocks ? [_checkpoints, rocks.Directory] : [_checkpoints];
        foreach (var left in directories[1..].SelectMany(Directory.GetDirectories))
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(left, "database-0")).FullName, "CURRENT"), "left by a process that was killed", TestContext.Current.CancellationToken);
        var before = Files(directories);
        var refusal = await Assert.ThrowsAsync<StateSchemaException>(() => Unfit.RunAsync(new ListSource<int>(Input), _sink, Options(backend, 2)));
        Assert.Equal(("counting", "Sum"), (refusal.OperatorId, refusal.StateName));
        Assert.Equal(before, Files(directories));
        await First.RunAsync(new ListSource<int>(Input), _sink, Options(backend, 2));
        Assert.Equal(Expected(late: false), _sink.Committed.Order(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        Directory.Delete(_checkpoints, recursive: true);
        _backends.Dispose();
        _others.Dispose();
        GC.SuppressFinalize(this);
    }

    private static IPipelineProbe Version(string states, string onEvent)
    {
        var assembly = Generated.From($$"""
            [Operator("counting")]
            internal sealed partial class Counting : KeyedOperator<int, int, string>
            {
            {{states}}
                protected override void OnEvent(int value, OperatorContext<string> context) { {{onEvent}} }
            }
            """).Load();
        return (IPipelineProbe)Activator.CreateInstance(typeof(PipelineProbe<>).MakeGenericType(assembly.GetType("Counting", throwOnError: true)!))!;
    }

    private static IEnumerable<string> Expected(bool late) => Input.GroupBy(value => value % Keys)
        .SelectMany(key => key.Select((value, index) => Line(key.Key, key.Take(index + 1).ToArray(), late && value >= StopAt ? key.Count(other => other >= StopAt && other <= value) : null)))
        .Order(StringComparer.Ordinal);

    private static string Line(int key, int[] values, int? late) => $"{key}:{values.Length}:{values.Sum()}:{values.Sum()}:{late?.ToString() ?? "-"}";

    private static string[] Files(string[] directories) =>
        [.. directories.SelectMany(directory => Directory.GetFiles(directory, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).Select(path => $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}")];

    private PipelineOptions Options(IStateBackend backend, int parallelism) => new() { JobId = "counting", Backend = backend, CheckpointTo = _checkpoints, Parallelism = parallelism };

    /// <summary>Runs the first version until a checkpoint holds what came before the stop.</summary>
    private async Task RunFirstAsync(IStateBackend backend)
    {
        var signal = new CommitSignal(_sink, StopAt);
        var source = new ListSource<int>(Input) { ReadSize = StopAt, BeforeRead = async (_, next, token) => await StopAsync(next, signal, token) };
        await Assert.ThrowsAsync<InjectedFailureException>(() => First.RunAsync(source, signal, Options(backend, 2) with { CheckpointInterval = TimeSpan.FromMilliseconds(5) }));
        Assert.Equal(StopAt, _sink.Committed.Count);
    }

    private static async Task StopAsync(int next, CommitSignal signal, CancellationToken cancellationToken)
    {
        if (next < StopAt)
            return;
        await signal.Reached.WaitAsync(cancellationToken);
        throw new InjectedFailureException("stop");
    }
}
