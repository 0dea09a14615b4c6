using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// The error convention of the C API: a function leaves its last argument null on success, or sets it to an allocated,
/// null-terminated UTF-8 text that the caller frees.
/// </summary>
internal static class NativeError
{
    /// <summary>Frees <paramref name="error"/> and throws it as a <see cref="RocksDbException"/>, unless it is null.</summary>
    public static void ThrowIfSet(nint error, string operation, string path)
    {
        if (error != 0)
            throw new RocksDbException(operation, path, TakeText(error));
    }

    /// <summary>Reads the text of <paramref name="error"/> and frees it.</summary>
    public static string TakeText(nint error)
    {
        try
        {
            return Marshal.PtrToStringUTF8(error)!;
        }
        finally
        {
            NativeMethods.rocksdb_free(error);
        }
    }
}
