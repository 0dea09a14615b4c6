using StateGen.Backends;
using StateGen.Schemas;
using StateGen.TestKit.Backends;
using StateGen.TestKit.Compiler;

namespace StateGen.Evolution.Tests;

/// <summary>The base of operators with broadcast state that are compiled in an old and a new form. A broadcast event is the index of what it stores.</summary>
public abstract class SharingOperator<TSelf> : KeyedBroadcastOperator<int, Func<TSelf, object?>, int, string>
    where TSelf : SharingOperator<TSelf>
{
    /// <summary>Stores the value with an index.</summary>
    public abstract void Store(int index);

    /// <summary>Reads the broadcast state.</summary>
    public abstract object? Read();

    protected override void OnEvent(Func<TSelf, object?> value, OperatorContext<string> context)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(context);
        context.Emit(Show.Text(value((TSelf)this)));
    }

    protected override void OnBroadcast(int value, BroadcastContext<string> context) => Store(value);
}

/// <summary>Runs one generation of an operator with broadcast state.</summary>
public interface ISharingProbe
{
    /// <summary>Restores the operator, reads its broadcast state, and then broadcasts a number of events.</summary>
    /// <returns>What was read before the events, and a snapshot after them.</returns>
    Task<(string Read, OperatorHostSnapshot Snapshot)> RunAsync(IStateBackend backend, int broadcasts, params OperatorHostSnapshot[] restore);
}

public sealed class SharingProbe<TOperator> : ISharingProbe
    where TOperator : SharingOperator<TOperator>, new()
{
    public async Task<(string Read, OperatorHostSnapshot Snapshot)> RunAsync(IStateBackend backend, int broadcasts, params OperatorHostSnapshot[] restore)
    {
        using var host = await OperatorHost.OpenAsync(new TOperator(), new() { Backend = backend, Restore = restore }, TestContext.Current.CancellationToken);
        host.Process(0, sharing => sharing.Read(), DateTimeOffset.UnixEpoch);
        var read = host.TakeOutput().Single();
        for (var index = 0; index < broadcasts; index++)
            host.Broadcast(index, DateTimeOffset.UnixEpoch);
        return (read, await host.SnapshotAsync());
    }
}

/// <summary>Compiles generations of an operator with broadcast state.</summary>
internal static class SharingGeneration
{
    public static ISharingProbe Compile(string members)
    {
        var assembly = Generated.From($$"""
            using System.Collections.Immutable;
            using System.Linq;
            using StateGen.Evolution.Tests;

            [Operator("sharing")]
            internal sealed partial class Sharing : SharingOperator<Sharing>
            {
            {{members}}
            }
            """).Load();
        return (ISharingProbe)Activator.CreateInstance(typeof(SharingProbe<>).MakeGenericType(assembly.GetType("Sharing", throwOnError: true)!))!;
    }
}

/// <summary>The base of tests of state that belongs to no key: each begins with the same first generation.</summary>
/// <param name="backend">The backend.</param>
/// <param name="first">The members of the first generation.</param>
public abstract class SharingChangeTests(BackendUnderTest backend, string first) : IDisposable
{
    public void Dispose()
    {
        backend.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Broadcasts two events to the first generation, and then runs others, each restored from the one before.</summary>
    /// <param name="others">The members of each generation, and the number of events after which the next one takes over.</param>
    /// <returns>What each generation has read first, also the first one.</returns>
    protected async Task<string[]> ReadThroughAsync(params (string Members, int Events)[] others)
    {
        var (empty, snapshot) = await SharingGeneration.Compile(first).RunAsync(backend.Create(), 2);
        var found = new List<string> { empty };
        foreach (var (members, events) in others)
        {
            (var read, snapshot) = await SharingGeneration.Compile(members).RunAsync(backend.Create(), events, snapshot);
            found.Add(read);
        }

        return [.. found];
    }

    /// <summary>Asserts that a generation refuses what the first one has stored for the state 'Names'.</summary>
    protected async Task AssertNamesAreRefusedAsync(string members, string stored, string declared)
    {
        var refusal = await Assert.ThrowsAsync<StateSchemaException>(() => ReadThroughAsync((members, 0)));
        Assert.Equal(("sharing", "Names", stored, declared), (refusal.OperatorId, refusal.StateName, refusal.StoredShape, refusal.DeclaredShape));
    }
}
