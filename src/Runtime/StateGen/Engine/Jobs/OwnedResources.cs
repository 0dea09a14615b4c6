using System.Runtime.ExceptionServices;

namespace StateGen.Engine.Jobs;

/// <summary>Resources that are released together, in the reverse order of opening.</summary>
internal sealed class OwnedResources : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _resources = [];

    public TResource Add<TResource>(TResource resource)
        where TResource : IAsyncDisposable
    {
        _resources.Add(resource);
        return resource;
    }

    /// <summary>Releases everything. After a failure the rest is still released; then the first failure is thrown.</summary>
    public async ValueTask DisposeAsync()
    {
        ExceptionDispatchInfo? failure = null;
        foreach (var resource in Enumerable.Reverse(_resources))
        {
            try
            {
                await resource.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // Thrown at the end, after the rest has been released.
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failure?.Throw();
    }
}
