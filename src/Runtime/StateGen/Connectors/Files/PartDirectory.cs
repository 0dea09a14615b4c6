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
        if (!Directory.Exists(directory))
            DirectoryFlush.Flush(Directory.CreateDirectory(directory).Parent!.FullName);
        using var probe = new FileStream(
            PathOf(ProbeName), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.DeleteOnClose);
    });

    /// <summary>Takes the directory for one run of a job, until the returned file is disposed. Runs of other jobs may use it too.</summary>
    /// <exception cref="SinkInUseException">Another run of the job uses the directory.</exception>
    public FileStream Claim(string jobId, PartNames names) => Guard("used", () => LockedFile.TryOpen(PathOf(names.Lock), out var file, out var failure)
        ? file
        : throw new SinkInUseException(
            $"Another run of job '{jobId}' writes to the output directory '{directory}'. Wait for it to end or stop it, "
            + "or give this run another JobId or another output directory.",
            failure));

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

    /// <summary>Deletes hidden files.</summary>
    /// <param name="isAbandoned">A function that determines by its name whether a hidden file is to be deleted.</param>
    public void DeleteHidden(Func<string, bool> isAbandoned) => Guard("cleaned up", () =>
    {
        foreach (var file in Directory.EnumerateFiles(directory, ".part-*").Where(file => isAbandoned(Path.GetFileName(file))).ToArray())
            File.Delete(file);
    });

    private void Commit(PreparedFile part)
    {
        var (hidden, committed) = (new FileInfo(PathOf(part.HiddenName)), new FileInfo(PathOf(part.Name)));
        if (!hidden.Exists)
            RequireIntact(committed, part);
        else if (committed.Exists)
            throw Refused($"already contains '{part.Name}' from another run of the job. Move the old output away, or write to another directory.");
        else
        {
            RequireIntact(hidden, part);
            hidden.MoveTo(committed.FullName);
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

/// <summary>A prepared part in a checkpoint. Names do not include the folder, so that the directory can be moved together with the state.</summary>
/// <param name="HiddenName">The name of the file until it is committed.</param>
/// <param name="Name">The name of the file after it is committed.</param>
/// <param name="Length">The length in bytes.</param>
internal readonly record struct PreparedFile(string HiddenName, string Name, long Length)
{
    public static PreparedFile FromFields(ManifestFields fields) => new(fields["hidden"], fields["name"], fields.GetInt64("length"));

    public ManifestFields ToFields() => ManifestFields.Empty.With("hidden", HiddenName).With("name", Name).With("length", Length);
}
