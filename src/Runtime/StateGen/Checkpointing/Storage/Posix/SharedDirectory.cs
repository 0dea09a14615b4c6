namespace StateGen.Checkpointing.Storage.Posix;

/// <summary>Tries what several processes need from a directory that they share.</summary>
internal static class SharedDirectory
{
    /// <summary>Gives a file a second name, which must be possible, and reads the clock of the file system from it.</summary>
    /// <param name="root">The directory.</param>
    /// <returns>The time.</returns>
    /// <exception cref="IOException">The directory cannot be shared.</exception>
    public static DateTime Probe(string root)
    {
        var probe = PartialFile.CreateProbe(root);
        try
        {
            var second = Path.Combine(root, $".second{Path.GetFileName(probe)}");
            try
            {
                ExclusiveName.TryGive(probe, second, isShared: true);
                return File.GetLastWriteTimeUtc(second);
            }
            finally
            {
                File.Delete(second);
            }
        }
        finally
        {
            File.Delete(probe);
        }
    }
}
