using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace StateGen.RocksDb.Native;

/// <summary>
/// Finds the version of a loaded library. The C API has no function for it, but every attempt to open a database begins with a line of the log that has it, so
/// a database that does not exist is opened in an empty file system in memory. A library that is too old for a log of the caller has its version in its file
/// name.
/// </summary>
internal static unsafe partial class LibraryVersion
{
    private const int HeaderAndInfo = 1;
    private const int MatchTimeoutMilliseconds = 1_000;
    private static readonly Lock Probing = new();
    private static Version? s_logged;

    /// <summary>Finds the version of a library; null if it is not a RocksDB library or does not tell its version.</summary>
    public static Version? Find(nint library) => Probe.TryBind(library) is { } probe ? Read(probe) : FindInFileName(LibraryFile.FindPath(library));

    internal static Version? FindInFileName(string? path) =>
        path is not null && FileNameVersion().Match(path) is { Success: true } match ? Version.Parse(match.Groups["version"].Value) : null;

    internal static Version? FindInLog(string line) =>
        LoggedVersion().Match(line) is { Success: true } match ? Version.Parse(match.Groups["version"].Value) : null;

    private static Version? Read(Probe probe)
    {
        lock (Probing)
        {
            s_logged = null;
            probe.OpenNothing((nint)(delegate* unmanaged<nint, uint, byte*, nuint, void>)&Log);
            return s_logged;
        }
    }

    [UnmanagedCallersOnly]
    private static void Log(nint state, uint level, byte* line, nuint length) => s_logged ??= FindInLog(Encoding.UTF8.GetString(line, checked((int)length)));

    [GeneratedRegex(@"RocksDB version: (?<version>\d+\.\d+\.\d+)", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex LoggedVersion();

    [GeneratedRegex(@"rocksdb\.so\.(?<version>\d+\.\d+(\.\d+)?)$", RegexOptions.ExplicitCapture, MatchTimeoutMilliseconds)]
    private static partial Regex FileNameVersion();

    /// <summary>The functions with which the version is found. They are called before it is known whether the library is the one to use.</summary>
    private sealed class Probe(nint[] functions)
    {
        private static readonly string[] Names =
        [
            "rocksdb_create_mem_env", "rocksdb_env_destroy", "rocksdb_logger_create_callback_logger", "rocksdb_logger_destroy", "rocksdb_options_create",
            "rocksdb_options_set_env", "rocksdb_options_set_info_log", "rocksdb_open", "rocksdb_options_destroy", "rocksdb_free",
        ];

        public static Probe? TryBind(nint library)
        {
            var functions = new nint[Names.Length];
            for (var index = 0; index < Names.Length; index++)
            {
                if (!NativeLibrary.TryGetExport(library, Names[index], out functions[index]))
                    return null;
            }

            return new(functions);
        }

        public void OpenNothing(nint log)
        {
            var environment = ((delegate* unmanaged<nint>)functions[0])();
            var logger = ((delegate* unmanaged<int, nint, nint, nint>)functions[2])(HeaderAndInfo, log, 0);
            var options = ((delegate* unmanaged<nint>)functions[4])();
            ((delegate* unmanaged<nint, nint, void>)functions[5])(options, environment);
            ((delegate* unmanaged<nint, nint, void>)functions[6])(options, logger);
            Open(options);
            ((delegate* unmanaged<nint, void>)functions[8])(options);
            ((delegate* unmanaged<nint, void>)functions[3])(logger);
            ((delegate* unmanaged<nint, void>)functions[1])(environment);
        }

        // It fails, because the options do not create a missing database.
        private void Open(nint options)
        {
            nint error = 0;
            fixed (byte* path = "/none\0"u8)
                ((delegate* unmanaged<nint, byte*, nint*, nint>)functions[7])(options, path, &error);
            ((delegate* unmanaged<nint, void>)functions[9])(error);
        }
    }
}
