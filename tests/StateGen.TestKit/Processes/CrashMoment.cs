namespace StateGen.TestKit.Processes;

/// <summary>When to kill a program: after a line on its standard error, if one is given, and then after a number of changes to files.</summary>
/// <param name="Description">The moment for the log.</param>
/// <param name="Line">The condition that the line fulfils; null to wait for none.</param>
/// <param name="Changes">The number of changes, positive; 0 to kill at the line.</param>
/// <param name="Files">The names of the files.</param>
/// <param name="Place">The directory of the files, relative to that of the program.</param>
public sealed record CrashMoment(string Description, Func<string, bool>? Line, int Changes, string Files = "*", string Place = "")
{
    /// <summary>Kills a program at the moment.</summary>
    /// <param name="process">The program, which has just been started.</param>
    /// <param name="root">The directory of the program.</param>
    /// <returns>null, or how the program ended before it could be killed.</returns>
    public async Task<ProcessResult?> KillAsync(ChildProcess process, string root)
    {
        if (Line is not null && await process.ReadErrorLineAsync(Line) is null)
            return await process.WaitAsync();
        if (Changes == 0)
            return await EndAsync(process, process.WaitAsync());
        using var changed = new FileChanges(Directory.CreateDirectory(Path.Combine(root, Place)).FullName, Files, Changes);
        var ended = process.WaitAsync();
        return await Task.WhenAny(ended, changed.Reached) == ended ? await ended : await EndAsync(process, ended);
    }

    public override string ToString() => Description;

    private static async Task<ProcessResult?> EndAsync(ChildProcess process, Task<ProcessResult> ended)
    {
        await process.KillAsync();
        await ended;
        return null;
    }
}
