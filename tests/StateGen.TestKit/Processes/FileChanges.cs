namespace StateGen.TestKit.Processes;

/// <summary>Waits for a number of changes to files under a directory, as the operating system reports them.</summary>
public sealed class FileChanges : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FileSystemWatcher _watcher;
    private int _missing;

    public FileChanges(string directory, string pattern, int count)
    {
        _missing = count;
        _watcher = new FileSystemWatcher(directory, pattern) { IncludeSubdirectories = true };
        _watcher.Created += (_, _) => Count();
        _watcher.Changed += (_, _) => Count();
        _watcher.Deleted += (_, _) => Count();
        _watcher.Renamed += (_, _) => Count();
        _watcher.EnableRaisingEvents = true;
    }

    public Task Reached => _reached.Task;

    public void Dispose() => _watcher.Dispose();

    private void Count()
    {
        if (Interlocked.Decrement(ref _missing) <= 0)
            _reached.TrySetResult();
    }
}
