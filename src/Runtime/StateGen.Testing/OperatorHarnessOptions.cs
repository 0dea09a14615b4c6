using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StateGen.Backends;

namespace StateGen.Testing;

/// <summary>The options of a harness (<see cref="OperatorHarness"/>). Immutable.</summary>
public sealed record OperatorHarnessOptions
{
    /// <summary>Gets the backend that holds the state; <see cref="MemoryBackend"/> by default. It need not be the one that the operator requires.</summary>
    public IStateBackend Backend { get; init; } = MemoryBackend.Default;

    /// <summary>Gets the reaction to an exception in a callback; <see cref="ErrorPolicy.Fail"/> by default, so that the test sees it.</summary>
    public ErrorPolicy ErrorPolicy { get; init; } = ErrorPolicy.Fail;

    /// <summary>Gets the logger for failed records and events of the backend; by default, everything is discarded.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>
    /// Gets the services that the operator may ask for when it is opened (<see cref="OperatorOpenContext.Services"/>). They are not disposed. Null for none.
    /// </summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>
    /// Gets the clock, if several harnesses share it. By default, each has a clock of its own, which begins at the start of the year 2000, or when the last of
    /// the restored snapshots was taken.
    /// </summary>
    public VirtualTime? Time { get; init; }

    /// <summary>Gets the snapshots to restore, which the same backend has written. Empty for a fresh start.</summary>
    public IReadOnlyList<OperatorHostSnapshot> Restore { get; init; } = [];
}

/// <summary>An operator that was opened for a harness, with its host and its clock.</summary>
internal sealed record OpenedOperator<TKey, TIn, TOut>(KeyedOperator<TKey, TIn, TOut> Operator, OperatorHost<TKey, TIn, TOut> Host, VirtualTime Time)
    where TKey : notnull;

internal static class OpenedOperator
{
    public static async Task<OpenedOperator<TKey, TIn, TOut>> OpenAsync<TKey, TIn, TOut>(
        KeyedOperator<TKey, TIn, TOut> keyedOperator, OperatorHarnessOptions? options, CancellationToken cancellationToken)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keyedOperator);
        options ??= new();
        var time = options.Time ?? new(options.Restore.Select(static snapshot => snapshot.TakenAt).Append(VirtualTime.DefaultStart).Max());
        var host = await OperatorHost.OpenAsync(keyedOperator, HostOptions(options, time), cancellationToken).ConfigureAwait(false);
        return new(keyedOperator, host, time);
    }

    private static OperatorHostOptions HostOptions(OperatorHarnessOptions options, VirtualTime time)
    {
        var defaults = new OperatorHostOptions();
        return new()
        {
            Backend = options.Backend,
            ErrorPolicy = options.ErrorPolicy,
            Logger = options.Logger,
            Services = options.Services,
            Time = time,
            MaxParallelism = options.Restore.Count == 0 ? defaults.MaxParallelism : options.Restore[0].MaxParallelism,
            Restore = options.Restore,
        };
    }
}
