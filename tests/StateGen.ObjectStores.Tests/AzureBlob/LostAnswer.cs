using Azure.Core;
using Azure.Core.Pipeline;

namespace StateGen.ObjectStores.Tests.AzureBlob;

/// <summary>Sends the first upload of a blob and loses its answer, as a network does.</summary>
internal sealed class LostAnswer : HttpPipelineSynchronousPolicy
{
    private int _uploads;

    public override void OnReceivedResponse(HttpMessage message)
    {
        if (message.Request.Method == RequestMethod.Put && message.Request.Headers.Contains("x-ms-blob-type") && Interlocked.Increment(ref _uploads) == 1)
            throw new IOException("The connection was lost.");
    }
}
