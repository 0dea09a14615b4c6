using System.Buffers.Binary;
using System.Security.Cryptography;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using StateGen.Checkpoints;

namespace StateGen.AzureBlob;

/// <summary>
/// Uploads one blob in blocks. The names of the blocks of one blob have one length; a random part keeps those of several uploads apart. Blocks that no list
/// contains are not visible, and Azure removes them after a week.
/// </summary>
internal sealed class BlockUpload(BlockBlobClient blob, AzureBlobFailures failures, string path)
{
    private const int RandomLength = 16;
    private readonly byte[] _random = RandomNumberGenerator.GetBytes(RandomLength);

    /// <summary>Uploads a block.</summary>
    public Task UploadAsync(int number, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => failures.GuardAsync(
        "write", path, token => blob.StageBlockAsync(NameOf(number), BinaryData.FromBytes(content).ToStream(), cancellationToken: token), cancellationToken);

    /// <summary>Makes the content the blob. A small one is uploaded at once.</summary>
    public async Task CompleteAsync(PartStream content, CancellationToken cancellationToken)
    {
        if (content.PartCount == 0)
        {
            await failures.GuardAsync(
                "write",
                path,
                token => blob.UploadAsync(BinaryData.FromBytes(content.Rest).ToStream(), new BlobUploadOptions(), token),
                cancellationToken).ConfigureAwait(false);
            return;
        }

        await content.CompleteAsync().ConfigureAwait(false);
        var names = Enumerable.Range(0, content.PartCount).Select(NameOf).ToArray();
        await failures.GuardAsync("write", path, token => blob.CommitBlockListAsync(names, new CommitBlockListOptions(), token), cancellationToken)
            .ConfigureAwait(false);
    }

    private string NameOf(int number)
    {
        Span<byte> name = stackalloc byte[RandomLength + sizeof(int)];
        _random.CopyTo(name);
        BinaryPrimitives.WriteInt32BigEndian(name[RandomLength..], number);
        return Convert.ToBase64String(name);
    }
}
