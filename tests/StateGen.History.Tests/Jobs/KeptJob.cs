using System.IO.Compression;

namespace StateGen.History.Tests.Jobs;

/// <summary>
/// A job that is kept in the repository: its input and what became of it as text, which is the same for every backend, and its checkpoints and output as one
/// archive for each backend.
/// </summary>
internal sealed class KeptJob(string directory, string backendName)
{
    // The tests of two backends keep the same texts.
    private static readonly Lock Gate = new();

    private string Archive => Path.Combine(directory, $"{backendName}.zip");

    /// <summary>Keeps a job that was just written.</summary>
    public void Keep(LedgerJob job)
    {
        lock (Gate)
        {
            Directory.CreateDirectory(directory);
            File.Delete(Archive);
            using var archive = ZipFile.Open(Archive, ZipArchiveMode.Create);
            foreach (var path in job.RelativePaths())
                Keep(job, path, archive);
        }
    }

    /// <summary>Brings the job back as it was when it stopped.</summary>
    public LedgerJob ExtractTo(string target)
    {
        ZipFile.ExtractToDirectory(Archive, target);
        foreach (var text in Directory.GetFiles(directory).Select(path => Path.GetFileName(path)).Where(LedgerJob.IsText))
            File.Copy(Path.Combine(directory, text), Path.Combine(target, text));
        return new(target);
    }

    private void Keep(LedgerJob job, string path, ZipArchive archive)
    {
        if (LedgerJob.IsText(path))
            File.Copy(job[path], Path.Combine(directory, path), overwrite: true);
        else
            archive.CreateEntryFromFile(job[path], path, CompressionLevel.SmallestSize);
    }
}
