using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// One native object, destroyed once, and not before everything that was made from it.
/// </summary>
/// <remarks>
/// RocksDB crashes when a database is closed under its column families or iterators. So each handle counts a reference on the
/// handles that its native object points into, and gives them back only after that object is destroyed. Whatever the order of
/// disposal or finalisation, the native order is then right: a disposed database refuses every call at once but closes when its
/// last dependent is gone.
/// </remarks>
internal abstract class NativeHandle : SafeHandle
{
    private readonly SafeHandle[] _dependencies;

    /// <param name="create">Makes the native object. It runs while all dependencies are held.</param>
    /// <param name="dependencies">The handles that must outlive this one.</param>
    protected NativeHandle(Func<nint> create, params SafeHandle[] dependencies)
        : base(0, ownsHandle: true)
    {
        RocksDbLibrary.EnsureLoaded();
        _dependencies = dependencies;
        Hold(dependencies);
        try
        {
            SetHandle(create());
        }
        finally
        {
            // An invalid handle is never released, so what it held is given back here.
            if (IsInvalid)
                Release(dependencies);
        }
    }

    public sealed override bool IsInvalid => handle == 0;

    protected abstract void Destroy(nint native);

    protected sealed override bool ReleaseHandle()
    {
        Destroy(handle);
        Release(_dependencies);
        return true;
    }

    private static void Hold(ReadOnlySpan<SafeHandle> dependencies)
    {
        var held = 0;
        try
        {
            for (var added = false; held < dependencies.Length; held++, added = false)
                dependencies[held].DangerousAddRef(ref added);
        }
        catch (ObjectDisposedException)
        {
            Release(dependencies[..held]);
            throw;
        }
    }

    private static void Release(ReadOnlySpan<SafeHandle> dependencies)
    {
        foreach (var dependency in dependencies)
            dependency.DangerousRelease();
    }
}
