using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// The file of a native library. Its first bytes tell for which operating system and processor it was built. The loader of the operating
/// system reports a file for another one as missing.
/// </summary>
internal static class LibraryFile
{
    private const int HeaderLength = 4096;

    /// <summary>Finds the reason for which a candidate cannot be loaded here; null if there is none or it is a bare name.</summary>
    public static string? FindProblem(string candidate)
    {
        if (Path.GetFileName(candidate) == candidate)
            return null;
        if (Directory.Exists(candidate))
            return "is a directory";
        return File.Exists(candidate) ? FindProblemInFile(candidate) : "does not exist";
    }

    /// <summary>Finds the path of a loaded library by one of its functions; null if the operating system does not tell it.</summary>
    public static string? FindPath(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, RequiredFunctions.Names[0], out var address))
            return null;
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>()
            .FirstOrDefault(module => address >= module.BaseAddress && address < module.BaseAddress + module.ModuleMemorySize)?.FileName;
    }

    /// <summary>Reads from the header of a library for what it was built, for example <c>linux-arm64</c>; null if it is not a library.</summary>
    internal static string? FindTarget(ReadOnlySpan<byte> header)
    {
        if (header.StartsWith("\u007FELF"u8) && header.Length >= 20)
            return $"linux-{ElfProcessor(BinaryPrimitives.ReadUInt16LittleEndian(header[18..]))}";
        if (header.StartsWith<byte>([0xCF, 0xFA, 0xED, 0xFE]) && header.Length >= 8)
            return $"osx-{MachProcessor(BinaryPrimitives.ReadUInt32LittleEndian(header[4..]))}";
        // A universal binary contains one library for each processor.
        if (header.StartsWith<byte>([0xCA, 0xFE, 0xBA, 0xBE]))
            return $"osx-{CurrentProcessor}";
        return header.StartsWith("MZ"u8) && header.Length >= 64 ? FindWindowsTarget(header) : null;
    }

    private static string CurrentProcessor => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string? FindProblemInFile(string path)
    {
        try
        {
            var buffer = new byte[HeaderLength];
            using var file = File.OpenRead(path);
            var target = FindTarget(buffer.AsSpan(0, file.ReadAtLeast(buffer, HeaderLength, throwOnEndOfStream: false)));
            var current = LibraryCandidates.PortableRuntimeIdentifier();
            return target is null ? "is not a native library" : target == current ? null : $"is a library for {target}, and this process is {current}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {exception.Message.TrimEnd('.')}";
        }
    }

    private static string? FindWindowsTarget(ReadOnlySpan<byte> header)
    {
        var offset = BinaryPrimitives.ReadInt32LittleEndian(header[60..]);
        return offset >= 0 && offset <= header.Length - 6 && header[offset..].StartsWith("PE\0\0"u8)
            ? $"win-{WindowsProcessor(BinaryPrimitives.ReadUInt16LittleEndian(header[(offset + 4)..]))}"
            : null;
    }

    private static string ElfProcessor(ushort machine) => machine switch { 62 => "x64", 183 => "arm64", 40 => "arm", 3 => "x86", _ => $"processor {machine}" };

    private static string MachProcessor(uint type) => type switch { 0x01000007 => "x64", 0x0100000C => "arm64", _ => $"processor {type:x}" };

    private static string WindowsProcessor(ushort machine) =>
        machine switch { 0x8664 => "x64", 0xAA64 => "arm64", 0x14C => "x86", _ => $"processor {machine:x}" };
}
