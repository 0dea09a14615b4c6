using System.Diagnostics;

namespace StateGen.Tests.Checkpoints.Directories;

/// <summary>A file system of its own in memory with room for little, which is filled and freed. Mounting it needs the rights of root, or sudo that does not ask.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int PageSize = 4096;
    private const string Ballast = ".ballast";

    private readonly string _parent = Directory.CreateTempSubdirectory("stategen-disk-").FullName;

    public SmallDisk(int pages)
    {
        Path = System.IO.Path.Combine(_parent, "disk");
        Directory.CreateDirectory(Path);
        try
        {
            RunAsRoot("mount", "-t", "tmpfs", "-o", $"size={pages * PageSize},mode=1777", "stategen-test", Path);
        }
        catch
        {
            Directory.Delete(_parent, recursive: true);
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Gets a path on the disk.</summary>
    public string this[string relativePath] => System.IO.Path.Combine(Path, relativePath);

    /// <summary>Gets the paths of all files, hidden ones too.</summary>
    public string[] Files => [.. Directory.EnumerateFiles(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        .Select(file => System.IO.Path.GetRelativePath(Path, file)).Where(file => file != Ballast).Order(StringComparer.Ordinal)];

    /// <summary>Leaves so many pages free.</summary>
    public void Fill(int free = 0)
    {
        using var file = new FileStream(this[Ballast], FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(new byte[PageSize]);
        }
        catch (IOException)
        {
            // The disk is full.
        }

        file.SetLength(Math.Max(0, (file.Length / PageSize * PageSize) - (free * PageSize)));
    }

    public void Free() => File.Delete(this[Ballast]);

    public void Dispose()
    {
        RunAsRoot("umount", Path);
        Directory.Delete(_parent, recursive: true);
    }

    private static void RunAsRoot(params string[] command)
    {
        string[] whole = Environment.IsPrivilegedProcess ? command : ["sudo", "-n", .. command];
        using var process = Process.Start(new ProcessStartInfo(whole[0], whole[1..]) { UseShellExecute = false, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"'{string.Join(' ', whole)}' failed: {error.Trim()}. A disk that is full is tested on a small one, which only root may mount: "
            + "run the tests as root, or as a user whose sudo does not ask for a password.");
    }
}
