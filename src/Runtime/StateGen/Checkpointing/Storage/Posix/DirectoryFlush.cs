using System.ComponentModel;
using System.Runtime.InteropServices;

namespace StateGen.Checkpointing.Storage.Posix;

/// <summary>
/// Makes the names in a directory durable. A rename survives a power failure only after the directory itself was flushed, for which .NET
/// has no API. On Windows names are flushed with the file, so nothing is needed.
/// </summary>
internal static partial class DirectoryFlush
{
    private const int ReadOnly = 0;
    private const int NotSupportedByFileSystem = 22; // EINVAL
    private const int NotFound = 2; // ENOENT

    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = RequireSuccess(Open(directory, ReadOnly), directory);
        try
        {
            if (Synchronize(descriptor) < 0 && Marshal.GetLastPInvokeError() != NotSupportedByFileSystem)
                RequireSuccess(-1, directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static int RequireSuccess(int result, string directory)
    {
        if (result >= 0)
            return result;
        var error = Marshal.GetLastPInvokeError();
        var message = $"The directory '{directory}' cannot be flushed: {new Win32Exception(error).Message}.";
        throw error == NotFound ? new DirectoryNotFoundException(message) : new IOException(message);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}

/// <summary>Creates folders so that they survive a power failure.</summary>
internal static class DurableFolder
{
    /// <summary>Creates a folder and those above it, as far as they are missing, and flushes the folders that contain the new ones.</summary>
    /// <param name="folder">The full path of the folder.</param>
    /// <param name="flush">Flushes a folder.</param>
    public static void Create(string folder, Action<string> flush)
    {
        var parents = new List<string>();
        for (var missing = folder; !Directory.Exists(missing) && Path.GetDirectoryName(missing) is { } parent; missing = parent)
            parents.Add(parent);
        Directory.CreateDirectory(folder);
        parents.ForEach(flush);
    }
}
