using System.Collections.Concurrent;
using StateGen.Checkpointing.Storage.Posix;
using StateGen.Checkpoints;

namespace StateGen.Connectors.Files;

/// <summary>The directory that parts are written to. Every I/O failure throws a <see cref="SinkUnavailableException"/>.</summary>
internal sealed class PartDirectory(string directory)
{
    private const string ProbeName = ".part-probe";

    /// <summary>Creates the directory if it is missing, and checks that it can be written to.</summary>
    public void RequireWritable() => Guard("used", () =>
    {
        if (File.Exists(directory))
            throw Refused("cannot be used: it is a file. Name a directory.");
        DurableFolder.Create(Path.GetFullPath(directory), DirectoryFlush.Flush);
        using var probe = new FileStream(
            PathOf(ProbeName), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.DeleteOnClose);
    });

    /// <summary>
    /// Takes the directory for one run of a job, until the returned claim is disposed. Runs of other jobs may use it too, and runs of the same job with the
    /// same log: only the latest of these still writes, and one that stood still since must not keep it out.
    /// </summary>
    /// <exception cref="SinkInUseException">Another run of the job, without that log, uses the directory.</exception>
    public PartClaim Claim(string jobId, PartNames names) => Guard("used", () =>
    {
        var claim = new PartClaim();
        try
        {
            if (names.SharedLock is { } shared)
            {
                claim.TakeWithin(Path.GetFullPath(PathOf(names.OfAttempt)));
                claim.Share(PathOf(names.Lock));
                claim.Share(PathOf(shared));
            }
            else
                claim.Take(PathOf(names.Lock));
            foreach (var other in Directory.GetFiles(directory, names.Lock + "*").Where(file => names.IsSharedByOthers(Path.GetFileName(file))))
                PartClaim.RequireFree(other);
            return claim;
        }
        catch (LockHeldException held)
        {
            claim.Dispose();
            throw new SinkInUseException(
                $"Another run of job '{jobId}' writes to the output directory '{directory}'. Wait for it to end or stop it, "
                + "or give this run another JobId or another output directory.",
                held.InnerException);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    });

    /// <summary>Checks that the directory contains no committed output that the job would write a second time.</summary>
    public void RequireNothingAfter(long checkpointId, PartNames names) => Guard("read", () =>
    {
        var ahead = Directory.EnumerateFiles(directory, "part-*").Select(Path.GetFileName).FirstOrDefault(name => names.FindCheckpoint(name!) > checkpointId);
        if (ahead is not null)
            throw Ahead(ahead, checkpointId);
    });

    /// <summary>Creates a file, which must not exist.</summary>
    public FileStream Create(string name) => Guard("written", () => new FileStream(PathOf(name), FileMode.CreateNew, FileAccess.Write, FileShare.Read));

    /// <summary>Runs an operation on a file of the directory.</summary>
    public void Write(Action action) => Guard("written", action);

    /// <summary>Durably gives complete files other hidden names.</summary>
    public void Prepare(IReadOnlyList<(string InProgress, string Prepared)> files) => Guard("written", () =>
    {
        foreach (var (inProgress, prepared) in files)
            File.Move(PathOf(inProgress), PathOf(prepared));
        if (files.Count > 0)
            DirectoryFlush.Flush(directory);
    });

    /// <summary>Durably makes prepared parts visible. Parts that are already visible are not changed.</summary>
    public void Commit(IReadOnlyList<Committable> parts) => Guard("written", () =>
    {
        foreach (var part in parts)
            Commit(PreparedFile.FromFields(part.Fields));
        if (parts.Count > 0)
            DirectoryFlush.Flush(directory);
    });

    /// <summary>Deletes a file if it exists.</summary>
    public void Delete(string name) => Guard("cleaned up", () => File.Delete(PathOf(name)));

    /// <summary>Deletes hidden files.</summary>
    /// <param name="isAbandoned">A function that determines by its name whether a hidden file is to be deleted.</param>
    public void DeleteHidden(Func<string, bool> isAbandoned) => Guard("cleaned up", () =>
    {
        foreach (var file in Directory.EnumerateFiles(directory, ".part-*").Where(file => isAbandoned(Path.GetFileName(file))).ToArray())
            File.Delete(file);
    });

    private void Commit(PreparedFile part)
    {
        if (!TryMove(part))
            RequireIntact(new(PathOf(part.Name)), part);
    }

    /// <returns>false if there is no hidden file, or none any more: an attempt that took over commits the same parts as the one before it.</returns>
    private bool TryMove(PreparedFile part)
    {
        var hidden = new FileInfo(PathOf(part.HiddenName));
        if (!hidden.Exists)
            return false;
        RequireIntact(hidden, part);
        try
        {
            hidden.MoveTo(PathOf(part.Name));
            return true;
        }
        catch (IOException) when (!File.Exists(PathOf(part.HiddenName)))
        {
            return false;
        }
        catch (IOException) when (File.Exists(PathOf(part.Name)))
        {
            throw Refused($"already contains '{part.Name}' from another run of the job. Move the old output away, or write to another directory.");
        }
    }

    private void RequireIntact(FileInfo file, PreparedFile part)
    {
        if (!file.Exists)
            throw Lost(part, $"neither this file nor the hidden file '{part.HiddenName}' exists");
        if (file.Length != part.Length)
            throw Lost(part, $"'{file.Name}' has {file.Length} bytes instead of {part.Length}");
    }

    private SinkUnavailableException Ahead(string name, long checkpointId) => Refused(
        $"contains '{name}', but the job {(checkpointId == 0 ? "starts from the beginning" : $"resumes from the earlier checkpoint {checkpointId}")}, "
        + "so its records would be written a second time. "
        + "Restore the state that belongs to this output, move the output away, or write to another directory.");

    private SinkUnavailableException Refused(string reason) => new($"The output directory '{directory}' {reason}") { IsPermanent = true };

    private SinkPartLostException Lost(PreparedFile part, string reason) =>
        new(
            $"The output file '{part.Name}', which belongs to a checkpoint, is lost from '{directory}': {reason}. "
            + "Put the file back, or start the job again with an empty state directory.");

    private string PathOf(string name) => Path.Combine(directory, name);

    private void Guard(string purpose, Action action) => Guard<object?>(purpose, () =>
    {
        action();
        return null;
    });

    private TResult Guard<TResult>(string purpose, Func<TResult> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SinkUnavailableException($"The output directory '{directory}' cannot be {purpose}: {exception.Message}", exception)
            {
                IsPermanent = exception is UnauthorizedAccessException,
            };
        }
    }
}

/// <summary>The use of a directory by a run, which lasts until it is disposed or the process has ended.</summary>
internal sealed class PartClaim : IDisposable
{
    private static readonly ConcurrentDictionary<string, PartClaim> Attempts = new(StringComparer.Ordinal);
    private readonly List<FileStream> _files = [];
    private string? _attempt;

    /// <summary>Takes a name within the process: two sinks of one pipeline must not write to the same directory.</summary>
    /// <exception cref="LockHeldException">Somebody else has the name.</exception>
    public void TakeWithin(string name) => _attempt = Attempts.TryAdd(name, this) ? name : throw new LockHeldException(new($"This process uses '{name}'."));

    /// <exception cref="LockHeldException">Somebody else has the file.</exception>
    public void Take(string path) => _files.Add(LockedFile.TryOpen(path, out var file, out var failure) ? file : throw new LockHeldException(failure));

    /// <exception cref="LockHeldException">Somebody else has the file for exclusive use.</exception>
    public void Share(string path) => _files.Add(LockedFile.TryShare(path, out var file, out var failure) ? file : throw new LockHeldException(failure));

    /// <exception cref="LockHeldException">Somebody else has the file.</exception>
    public static void RequireFree(string path)
    {
        if (!LockedFile.TryOpen(path, out var file, out var failure))
            throw new LockHeldException(failure);
        file.Dispose();
    }

    public void Dispose()
    {
        _files.ForEach(static file => file.Dispose());
        if (_attempt is not null)
            Attempts.TryRemove(_attempt, out _);
    }
}

/// <summary>The exception that is thrown when another run holds a lock. It does not leave <see cref="PartDirectory"/>.</summary>
internal sealed class LockHeldException(IOException cause) : Exception(cause.Message, cause);

/// <summary>A prepared part in a checkpoint. Names do not include the folder, so that the directory can be moved together with the state.</summary>
/// <param name="HiddenName">The name of the file until it is committed.</param>
/// <param name="Name">The name of the file after it is committed.</param>
/// <param name="Length">The length in bytes.</param>
internal readonly record struct PreparedFile(string HiddenName, string Name, long Length)
{
    public static PreparedFile FromFields(ManifestFields fields) => new(fields["hidden"], fields["name"], fields.GetInt64("length"));

    public ManifestFields ToFields() => ManifestFields.Empty.With("hidden", HiddenName).With("name", Name).With("length", Length);
}
