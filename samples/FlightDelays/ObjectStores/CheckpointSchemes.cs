using StateGen.AzureBlob;
using StateGen.S3;

namespace FlightDelays.Jobs;

/// <content>The object stores. Without this file, the program needs none of their packages.</content>
internal static partial class CheckpointSchemes
{
    static partial void RegisterObjectStores()
    {
        AzureBlobCheckpoints.Register();
        S3Checkpoints.Register();
    }
}
