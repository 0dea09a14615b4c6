using System.ComponentModel;

namespace StateGen.Checkpointing.Storage.Posix;

/// <summary>
/// A file with a hidden temporary name in the folder of its final name. Publishing flushes it to the disk and renames it atomically;
/// disposing it before it is published deletes it. While it is written, it is locked as <see cref="LockedFile"/> describes.
/// </summary>
internal sealed class PartialFile : IAsyncDisposable
{
    /// <summary>The search pattern of the temporary names.</summary>
    public const string Pattern = ".*.stategen-partial";

    private const int BufferSize = 64 * 1024;
    private const int MostAttempts = 100;
    private readonly string _target;
    private readonly FileStream _stream;
    private bool _isPublished;

    private PartialFile(string target, FileStream stream)
    {
        _target = target;
        _stream = stream;
    }

    public Stream Stream => _stream;

    public static PartialFile Create(string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        return new PartialFile(target, Create(folder, NameFor(folder, Path.GetFileName(target))));
    }

    /// <summary>Publishes the file and replaces an existing file of the final name.</summary>
    /// <returns>Always true.</returns>
    public bool Publish()
    {
        Finish();
        File.Move(_stream.Name, _target, overwrite: true);
        _isPublished = true;
        return true;
    }

    /// <summary>Publishes the file unless the final name exists. Of several attempts, even in different processes, exactly one succeeds.</summary>
    /// <param name="isShared">true if other processes may publish the same name; a file system where that is not safe then throws.</param>
    /// <returns>true if the file was published; false if the final name existed.</returns>
    public bool TryPublishNew(bool isShared)
    {
        Finish();
        _isPublished = ExclusiveName.TryGive(_stream.Name, _target, isShared);
        return _isPublished;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception) when (!_isPublished)
        {
            // The content that could not be written, because the disk is full for example, is abandoned. Its writer knows the reason.
        }
        finally
        {
            File.Delete(_stream.Name);
        }
    }

    /// <summary>Creates a file with a temporary name, which the caller deletes.</summary>
    /// <returns>The path of the file.</returns>
    public static string CreateProbe(string folder)
    {
        var name = NameFor(folder, "probe");
        File.WriteAllBytes(name, [0]);
        return name;
    }

#pragma warning disable RS0030 // The name must be unique across processes, and it does not outlive the publication of the file.
    private static string NameFor(string folder, string name) => Path.Combine(folder, $".{name}.{Guid.NewGuid():N}.stategen-partial");
#pragma warning restore RS0030

    // Somebody who deletes the last file of a folder also deletes the folder, maybe just now; and somebody else may have created it again before the exception
    // was chosen, which then says that the file is missing.
    private static FileStream Create(string folder, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(folder);
                return new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
            }
            catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException && attempt < MostAttempts)
            {
                // It is created again.
            }
        }
    }

    private void Finish()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }
}

/// <summary>
/// Gives a file a name unless the name exists. On Unix, a move without overwriting in .NET checks for the name and then renames,
/// so two concurrent moves can both succeed, and one file is lost. link(2) is atomic (POSIX: EEXIST if the new name exists). On Windows the move is atomic.
/// </summary>
internal static class ExclusiveName
{
    private const int NameExists = 17; // EEXIST
    private static readonly int[] LinksNotSupported = [1, 38, 45, 95]; // EPERM (Linux, FAT), ENOSYS, EOPNOTSUPP (macOS), EOPNOTSUPP (Linux)
    private static readonly Lock OneAtATime = new();

    /// <summary>Names a file. The file may keep its former name as well; the caller deletes it.</summary>
    /// <param name="file">The file, which has one name.</param>
    /// <param name="name">The name, in the same file system.</param>
    /// <param name="isShared">true if other processes may give the same name at the same time.</param>
    /// <returns>true if the file got the name; false if the name existed.</returns>
    /// <exception cref="IOException">The file system rejects the operation for another reason, or cannot do it safely.</exception>
    public static bool TryGive(string file, string name, bool isShared)
    {
        if (OperatingSystem.IsWindows())
            return TryMove(file, name);
        var error = HardLink.TryCreate(file, name);
        // A network file system repeats a request whose answer was lost. The second answer is then an error although the first request gave the name.
        if (error == 0 || HardLink.CountNames(file) > 1)
            return true;
        return error switch
        {
            NameExists => false,
            _ when LinksNotSupported.Contains(error) && !isShared => TryMove(file, name),
            _ when LinksNotSupported.Contains(error) => throw NotShareable(name, error),
            _ => throw new IOException($"The file '{file}' cannot be named '{name}': {new Win32Exception(error).Message}."),
        };
    }

    // On file systems without links this lock prevents races within the process only. The lock on the directory excludes other processes.
    private static bool TryMove(string file, string name)
    {
        lock (OneAtATime)
        {
            try
            {
                File.Move(file, name, overwrite: false);
                return true;
            }
            catch (IOException) when (File.Exists(name))
            {
                return false;
            }
        }
    }

    private static IOException NotShareable(string name, int error) => new(
        $"The file system of '{name}' has no hard links ({new Win32Exception(error).Message}), without which several processes cannot share a directory.");
}
