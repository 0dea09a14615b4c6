using StateGen.Backends;

namespace StateGen.TestKit.Compiler;

/// <summary>Hosts a <see cref="ProbeOperator{TSelf, TKey}"/> in memory with a clock that is set by hand.</summary>
public sealed class ProbeHost<TOperator, TKey> : IDisposable
    where TOperator : ProbeOperator<TOperator, TKey>, new()
    where TKey : notnull
{
    private readonly ManualTime _time;
    private readonly IStateBackend _backend;
    private OperatorHost<TKey, Func<TOperator, object?>, string> _host;

    private ProbeHost(OperatorHost<TKey, Func<TOperator, object?>, string> host, ManualTime time, IStateBackend backend)
    {
        _host = host;
        _time = time;
        _backend = backend;
    }

    /// <summary>The time, in milliseconds.</summary>
    public long Now
    {
        get => _time.Milliseconds;
        set => _time.Milliseconds = value;
    }

    public long Entries => _host.CountEntries();

    /// <summary>Opens an operator.</summary>
    /// <param name="backend">Where its state lives; in memory unless given.</param>
    public static async Task<ProbeHost<TOperator, TKey>> OpenAsync(IStateBackend? backend = null)
    {
        var time = new ManualTime();
        backend ??= MemoryBackend.Default;
        var host = await OperatorHost.OpenAsync(new TOperator(), new OperatorHostOptions { Time = time, Backend = backend });
        return new(host, time, backend);
    }

    /// <summary>Lets the operator do something for a key.</summary>
    /// <returns>The result as text, or <c>nothing</c>.</returns>
    public string Do(TKey key, Func<TOperator, object?> action)
    {
        _host.Process(key, action, DateTimeOffset.UnixEpoch);
        return _host.TakeOutput().Single();
    }

    /// <summary>Goes on with another instance of the operator, restored from a snapshot: everything passes through the codecs.</summary>
    public async Task RestoreAsync()
    {
        var snapshot = await _host.SnapshotAsync();
        _host.Dispose();
        _host = await OperatorHost.OpenAsync(new TOperator(), new OperatorHostOptions { Time = _time, Backend = _backend, Restore = [snapshot] });
    }

    public void Dispose() => _host.Dispose();
}
