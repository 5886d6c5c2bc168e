// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// Speaks as a mixer of one denomination does. It proves nothing: who knows the preimage of a commitment takes it out.
contract Mixer {
    uint256 public constant denomination = 1 ether;
    uint32 public nextIndex;
    mapping(bytes32 => bool) public commitments;
    mapping(bytes32 => bool) public nullifierHashes;

    event Deposit(bytes32 indexed commitment, uint32 leafIndex, uint256 timestamp);
    event Withdrawal(address to, bytes32 nullifierHash, address indexed relayer, uint256 fee);

    function deposit(bytes32 commitment) external payable {
        require(msg.value == denomination && !commitments[commitment], "deposit");
        commitments[commitment] = true;
        emit Deposit(commitment, nextIndex, block.timestamp);
        nextIndex += 1;
    }

    function withdraw(bytes32 secret, address payable to, address relayer, uint256 fee) external {
        bytes32 nullifierHash = keccak256(abi.encode(secret, "nullifier"));
        require(commitments[keccak256(abi.encode(secret))] && !nullifierHashes[nullifierHash], "withdrawal");
        nullifierHashes[nullifierHash] = true;
        to.transfer(denomination - fee);
        emit Withdrawal(to, nullifierHash, relayer, fee);
    }
}

/// A false friend: takes any amount against an event of the same name, as vaults do.
contract Vault {
    uint32 public nextIndex;

    event Deposit(bytes32 indexed commitment, uint32 leafIndex, uint256 timestamp);

    function deposit(bytes32 receipt) external payable {
        emit Deposit(receipt, nextIndex, block.timestamp);
        nextIndex += 1;
    }
}
