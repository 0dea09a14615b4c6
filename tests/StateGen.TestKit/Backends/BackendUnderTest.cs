using StateGen.Backends;

namespace StateGen.TestKit.Backends;

/// <summary>Hands out instances of one kind of backend that share nothing, and takes away what they leave behind.</summary>
public abstract class BackendUnderTest : IDisposable
{
    /// <summary>A backend for one host.</summary>
    public abstract IStateBackend Create();

    /// <summary>A backend for one host that is set up in another way and reads the same checkpoints.</summary>
    public abstract IStateBackend CreateOther();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
